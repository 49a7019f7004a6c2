using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class EffectTests
{
    [Fact]
    public void A_message_that_throws_has_told_nothing_and_its_neighbours_have()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var actor = world.Spawn("teller", (context, message) =>
        {
            context.Tell(probe.Ref, $"before {message}");
            if (message is 2)
            {
                throw new InvalidOperationException("on purpose");
            }

            context.Tell(probe.Ref, $"after {message}");
        }, new ActorOptions { Supervision = Supervision.Resume });

        actor.Tell(1);
        actor.Tell(2);
        actor.Tell(3);

        probe.TakeAll().ShouldBe(["before 1", "after 1", "before 3", "after 3"]);
    }

    [Fact]
    public void A_message_that_throws_has_stopped_nobody_not_even_itself()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var actor = world.Spawn("teller", (context, message) =>
        {
            if (message is "throw")
            {
                context.Stop(probe.Ref);
                context.Stop(context.Self);
                throw new InvalidOperationException("on purpose");
            }

            context.Tell(probe.Ref, message);
        }, new ActorOptions { Supervision = Supervision.Resume });

        actor.Tell("throw");
        actor.Tell("still here");

        probe.ExpectMsg("still here");
    }

    [Fact]
    public void Effects_leave_at_the_end_of_the_turn_in_order_and_after_OnTurnEnd()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var seenDuringTurn = -1;
        var actor = world.System.Spawn("teller", () => new ScriptedActor((context, message) => context.Tell(probe.Ref, message))
        {
            TurnEnding = context =>
            {
                seenDuringTurn = world.Trace.Lines.Count(line => line.StartsWith("/probe", StringComparison.Ordinal));
                context.Tell(probe.Ref, "turn end");
            },
        });

        world.RunUntilIdle();
        probe.TakeAll().ShouldBe(["turn end"], "the turn in which it started");
        actor.Tell(1);
        actor.Tell(2);

        probe.TakeAll().ShouldBe([1, 2, "turn end"]);
        seenDuringTurn.ShouldBe(1);
    }

    [Fact]
    public void A_failing_OnTurnEnd_keeps_what_the_messages_told()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var actor = world.System.Spawn("teller", () => new ScriptedActor((context, message) => context.Tell(probe.Ref, message))
        {
            TurnEnding = context =>
            {
                context.Tell(probe.Ref, "never");
                throw new InvalidOperationException("on purpose");
            },
        }, new ActorOptions { Supervision = Supervision.Resume });

        actor.Tell(1);

        probe.TakeAll().ShouldBe([1]);
    }

    [Fact]
    public void Messages_of_one_sender_arrive_in_its_order_whatever_the_seed()
    {
        for (var seed = 1UL; seed <= 50; seed++)
        {
            using var world = new ActorWorld(seed);
            var probe = world.Probe();
            var senders = Enumerable.Range(0, 4).Select(sender => world.Spawn($"sender{sender}", (context, message) =>
                context.Tell(probe.Ref, (sender, (int)message)), new ActorOptions { TurnMessagesMax = 2 })).ToArray();
            for (var number = 0; number < 20; number++)
            {
                foreach (var sender in senders)
                {
                    sender.Tell(number);
                }
            }

            var received = probe.TakeAll().Cast<(int Sender, int Number)>().ToLookup(each => each.Sender, each => each.Number);
            for (var sender = 0; sender < 4; sender++)
            {
                received[sender].ShouldBe(Enumerable.Range(0, 20), $"seed {seed}");
            }
        }
    }
}
