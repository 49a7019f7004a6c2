using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class StopTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Children_stop_before_their_parents_whatever_the_seed()
    {
        for (var seed = 1UL; seed <= 50; seed++)
        {
            using var world = new ActorWorld(seed);
            var stopped = new List<string>();
            world.System.Spawn("a", () => Family(stopped, depth: 3));
            world.RunUntilIdle();

            var stop = world.System.StopAsync(Timeout);
            world.RunUntilIdle();

            (await stop.WaitAsync(Patience)).ShouldBeTrue();
            stopped.Count.ShouldBe(15);
            foreach (var path in stopped)
            {
                var parent = path[..path.LastIndexOf('/')];
                if (parent.Length > 0)
                {
                    stopped.IndexOf(path).ShouldBeLessThan(stopped.IndexOf(parent), $"seed {seed}: {path} before {parent}");
                }
            }
        }
    }

    [Fact]
    public async Task A_system_that_does_not_stop_in_time_says_so()
    {
        using var world = new ActorWorld();
        world.Spawn("never run", (_, _) => { });

        var stop = world.System.StopAsync(Timeout);
        world.Time.Advance(Timeout);

        (await stop.WaitAsync(Patience)).ShouldBeFalse();
    }

    [Fact]
    public void After_the_stop_a_spawned_actor_has_already_stopped()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        world.System.StopAsync(Timeout);
        world.RunUntilIdle();

        var late = world.Spawn("late", (_, _) => { });

        late.Tell("anything").ShouldBe(TellAnswer.Stopped);
        probe.Ref.Tell("anything").ShouldBe(TellAnswer.Stopped);
    }

    [Fact]
    public void An_actor_that_stops_itself_receives_nothing_more_and_ends_its_turn_in_order()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var actor = world.System.Spawn("mortal", () => new ScriptedActor((context, message) =>
        {
            context.Tell(probe.Ref, message);
            context.Stop(context.Self);
        })
        {
            TurnEnding = context => context.Tell(probe.Ref, "turn end"),
            Stopping = context => context.Tell(probe.Ref, "stopping"),
        });
        probe.Watch(actor);
        probe.TakeAll();

        actor.Tell("last");
        actor.Tell("unreceived");

        var received = probe.TakeAll();
        received.Where(message => message is string).ShouldBe(["last", "turn end", "stopping"]);
        received.ShouldContain(new Terminated(actor));
        world.System.DeadLetters.CountOf(DeadLetterReason.Unreceived).ShouldBe(1);
    }

    [Fact]
    public void An_actor_that_was_stopped_before_it_started_never_starts()
    {
        using var world = new ActorWorld();
        var made = 0;
        var actor = world.System.Spawn("early", () =>
        {
            made++;
            return new ScriptedActor((_, _) => { });
        });
        var probe = world.Probe();

        actor.Cell.RequestStop();
        probe.Watch(actor);

        probe.ExpectTerminated(actor);
        made.ShouldBe(0);
    }

    [Fact]
    public void A_failing_OnStop_does_not_keep_the_actor_alive()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var actor = world.System.Spawn("clumsy", () => new ScriptedActor((_, _) => { })
        {
            Stopping = context =>
            {
                context.Tell(probe.Ref, "never");
                throw new InvalidOperationException("on purpose");
            },
        });
        probe.Watch(actor);

        actor.Cell.RequestStop();

        probe.ExpectTerminated(actor);
    }

    [Fact]
    public void A_name_is_free_when_its_actor_has_stopped_and_not_before()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var first = world.Spawn("name", (_, _) => { });
        Should.Throw<ArgumentException>(() => world.Spawn("name", (_, _) => { }));

        probe.Watch(first);
        first.Cell.RequestStop();
        probe.ExpectTerminated(first);

        world.Spawn("name", (_, _) => { }).Tell("hello").ShouldBe(TellAnswer.Taken);
    }

    private static ScriptedActor Family(List<string> stopped, int depth) => new((_, _) => { })
    {
        Starting = context =>
        {
            for (var child = 0; depth > 0 && child < 2; child++)
            {
                context.Spawn($"{child}", () => Family(stopped, depth - 1), ActorOptions.Default);
            }
        },
        Stopping = context => stopped.Add(context.Self.Path),
    };
}
