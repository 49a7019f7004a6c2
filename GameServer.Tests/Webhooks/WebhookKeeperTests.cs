using GameServer.Storage.Memory;
using GameServer.Webhooks;

namespace GameServer.Tests.Webhooks;

public sealed class WebhookKeeperTests
{
    [Fact]
    public void What_is_to_be_kept_is_in_the_store_when_the_keeper_says_so()
    {
        using var world = new WebhookWorld();
        world.Endpoint.Answer = _ => null;
        var asked = world.Keeper.Ask<AllKept>(answer =>
        {
            world.Keeper.Tell(new WebhookKeeper.Keep([world.What("a"), world.What("b")]));
            return new WebhookKeeper.Settle(answer);
        }, TimeSpan.FromSeconds(1));

        world.World.RunUntilIdle();

        asked.IsCompletedSuccessfully.ShouldBeTrue();
        world.Figures.Waiting.ShouldBe(2);
    }

    [Fact]
    public void What_no_endpoint_took_in_time_is_given_up_and_logged()
    {
        using var world = new WebhookWorld(new WebhookOptions { GiveUpHours = 1 });
        world.Endpoint.Answer = _ => new WebhookAnswer.Failed("answered 500");
        world.Keep("a");

        world.Advance(3_500);
        world.Figures.Waiting.ShouldBe(1);
        world.Advance(200);

        world.Figures.Waiting.ShouldBe(0);
        world.Log.ShouldContain(line => line.Contains("given up", StringComparison.Ordinal));
    }

    [Fact]
    public void A_store_in_memory_takes_no_more_than_there_is_room_for_and_that_is_logged()
    {
        using var world = new WebhookWorld();
        world.Endpoint.Answer = _ => null;
        world.Keep([.. Enumerable.Range(0, MemoryAnnouncements.CountMax + 7).Select(number => $"{number}")]);

        world.Advance(20);

        world.Figures.Waiting.ShouldBe(MemoryAnnouncements.CountMax);
        world.Log.ShouldContain(line => line.Contains("7 webhooks were dropped", StringComparison.Ordinal));
    }
}
