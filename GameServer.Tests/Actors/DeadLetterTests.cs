using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Actors;

public sealed class DeadLetterTests
{
    [Fact]
    public void A_dead_letter_is_logged_by_type_and_receiver_and_never_by_its_contents()
    {
        var log = new List<string>();
        using var world = new ActorWorld(loggers: new LinesLoggers(log));
        var gone = world.Spawn("gone", (_, _) => { });
        gone.Cell.RequestStop();
        world.RunUntilIdle();
        var teller = world.Spawn("teller", (context, message) => context.Tell(gone, message));

        teller.Tell(new Secret("hunter2"));
        world.RunUntilIdle();

        world.System.DeadLetters.CountOf(DeadLetterReason.Stopped).ShouldBe(1);
        var line = log.ShouldHaveSingleItem();
        line.ShouldContain("Secret");
        line.ShouldContain("/gone");
        line.ShouldNotContain("hunter2");
    }

    [Fact]
    public void A_flood_of_dead_letters_is_counted_whole_and_logged_by_its_doublings()
    {
        var log = new List<string>();
        using var world = new ActorWorld(loggers: new LinesLoggers(log));
        var gone = world.Spawn("gone", (_, _) => { });
        gone.Cell.RequestStop();
        world.RunUntilIdle();
        var teller = world.Spawn("teller", (context, message) => context.Tell(gone, message));

        for (var number = 0; number < 1000; number++)
        {
            teller.Tell(number);
        }

        world.RunUntilIdle();

        world.System.DeadLetters.Count.ShouldBe(1000);
        log.Count.ShouldBe(10);
        log[^1].ShouldContain("512");
    }

    private sealed record Secret(string Word);
}
