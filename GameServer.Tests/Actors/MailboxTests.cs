using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class MailboxTests
{
    private static readonly ActorOptions Small = new() { DataLaneMax = 3, ControlLaneMax = 2 };

    [Fact]
    public void A_full_data_lane_answers_Full_and_loses_nothing_it_took()
    {
        using var world = new ActorWorld();
        var received = new List<object>();
        var actor = world.Spawn("small", (_, message) => received.Add(message), Small);

        var answers = Enumerable.Range(1, 5).Select(number => actor.Tell(number)).ToArray();

        answers.ShouldBe([TellAnswer.Taken, TellAnswer.Taken, TellAnswer.Taken, TellAnswer.Full, TellAnswer.Full]);
        world.RunUntilIdle();
        received.ShouldBe([1, 2, 3]);
        actor.Tell(6).ShouldBe(TellAnswer.Taken);
        world.RunUntilIdle();
        received.ShouldBe([1, 2, 3, 6]);
        world.System.DeadLetters.Count.ShouldBe(0);
    }

    [Fact]
    public void A_full_control_lane_answers_Full_while_data_still_has_room()
    {
        using var world = new ActorWorld();
        var actor = world.Spawn("small", (_, _) => { }, Small);

        actor.Tell(new Control("a")).ShouldBe(TellAnswer.Taken);
        actor.Tell(new Control("b")).ShouldBe(TellAnswer.Taken);
        actor.Tell(new Control("c")).ShouldBe(TellAnswer.Full);
        actor.Tell("data").ShouldBe(TellAnswer.Taken);
    }

    [Fact]
    public void A_stopped_actor_answers_Stopped_even_when_its_lanes_were_full()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var actor = world.Spawn("small", (_, _) => { }, Small);
        probe.Watch(actor);
        for (var number = 0; number < 4; number++)
        {
            actor.Tell(number);
        }

        actor.Cell.RequestStop();
        probe.ExpectTerminated(actor);

        actor.Tell("late").ShouldBe(TellAnswer.Stopped);
        actor.Tell(new Control("late")).ShouldBe(TellAnswer.Stopped);
    }

    [Fact]
    public void An_effect_that_meets_a_full_lane_is_a_dead_letter()
    {
        using var world = new ActorWorld();
        var received = new List<object>();
        var small = world.Spawn("small", (_, message) => received.Add(message), Small);
        var flooder = world.Spawn("flooder", (context, _) =>
        {
            for (var number = 1; number <= 5; number++)
            {
                context.Tell(small, number);
            }
        });
        flooder.Tell("go");

        world.RunUntilIdle();

        received.ShouldBe([1, 2, 3]);
        world.System.DeadLetters.CountOf(DeadLetterReason.Full).ShouldBe(2);
    }

    [Fact]
    public void Control_is_received_before_all_waiting_data()
    {
        using var world = new ActorWorld();
        var received = new List<object>();
        var actor = world.Spawn("ordered", (_, message) => received.Add(message));

        actor.Tell("data 1");
        actor.Tell(new Control("control 1"));
        actor.Tell("data 2");
        actor.Tell(new Control("control 2"));
        world.RunUntilIdle();

        received.ShouldBe([new Control("control 1"), new Control("control 2"), "data 1", "data 2"]);
    }

    [Fact]
    public void Control_that_comes_during_a_turn_is_received_before_the_data_that_is_left()
    {
        using var world = new ActorWorld();
        var received = new List<object>();
        var actor = world.Spawn("ordered", (context, message) =>
        {
            received.Add(message);
            if (message is "data 1")
            {
                context.Self.Tell("data 3");
                context.Self.Tell(new Control("control"));
            }
        });

        actor.Tell("data 1");
        actor.Tell("data 2");
        world.RunUntilIdle();

        received.ShouldBe(["data 1", new Control("control"), "data 2", "data 3"]);
    }

    [Fact]
    public void What_must_not_be_lost_is_taken_beyond_the_limit_and_counts_towards_it()
    {
        using var world = new ActorWorld();
        var received = new List<object>();
        var actor = world.Spawn("small", (_, message) => received.Add(message), Small);

        for (var number = 0; number < 100; number++)
        {
            actor.TellAlways(number).ShouldBe(TellAnswer.Taken);
        }

        actor.Tell("one more").ShouldBe(TellAnswer.Full);
        world.RunUntilIdle();
        received.ShouldBe(Enumerable.Range(0, 100).Cast<object>());
    }

    [Fact]
    public void A_turn_receives_no_more_than_its_limit_and_the_rest_in_the_next()
    {
        using var world = new ActorWorld();
        var turns = new List<int>();
        var inTurn = 0;
        var actor = world.System.Spawn("bounded", () => new ScriptedActor((_, _) => inTurn++)
        {
            TurnEnding = _ =>
            {
                turns.Add(inTurn);
                inTurn = 0;
            },
        }, new ActorOptions { TurnMessagesMax = 4 });
        for (var number = 0; number < 10; number++)
        {
            actor.Tell(number);
        }

        world.RunUntilIdle();

        turns.ShouldBe([4, 4, 2]);
    }

    [Fact]
    public void A_mailbox_that_is_run_without_having_been_woken_is_a_bug()
    {
        using var world = new ActorWorld();
        var mailbox = new Mailbox(world.Spawn("any", (_, _) => { }).Cell, new SeededScheduler(1), ActorOptions.Default);

        Should.Throw<GameServer.Telemetry.InvariantBrokenException>(mailbox.Run).Message.ShouldContain("once per wake");
    }

    private sealed record Control(string Text) : IControlMessage;
}
