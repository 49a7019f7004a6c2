using System.Runtime.CompilerServices;
using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class SupervisionTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Fact]
    public void An_actor_that_fails_is_stopped_unless_it_says_otherwise()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var actor = world.Spawn("fragile", ThrowOnFault);
        probe.Watch(actor);

        actor.Tell("fault");
        actor.Tell("unreceived");

        probe.ExpectTerminated(actor);
        world.System.DeadLetters.CountOf(DeadLetterReason.Unreceived).ShouldBe(1);
    }

    [Fact]
    public void One_fault_more_than_the_limit_within_the_window_stops_the_actor()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var made = 0;
        var actor = Spawn(world, () => made++);
        probe.Watch(actor);

        for (var fault = 0; fault < 3; fault++)
        {
            actor.Tell("fault");
            probe.ExpectNoMsg();
            world.Advance(TimeSpan.FromSeconds(3));
        }

        made.ShouldBe(4);
        actor.Tell("fault");
        probe.ExpectTerminated(actor);
        made.ShouldBe(4);
    }

    [Fact]
    public void What_an_actor_was_made_of_is_kept_only_where_it_may_be_made_again()
    {
        using var world = new ActorWorld();
        var once = Made(world, Supervision.Stop);
        var again = Made(world, Supervision.Restart(3, Window));
        world.RunUntilIdle();

        GC.Collect();

        once.TryGetTarget(out _).ShouldBeFalse();
        again.TryGetTarget(out _).ShouldBeTrue();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference<object> Made(ActorWorld world, Supervision supervision)
        {
            var material = new object();
            world.System.Spawn(
                supervision.Answer.ToString(), () => Make(material), new ActorOptions { Supervision = supervision });
            return new WeakReference<object>(material);
        }

        static ScriptedActor Make(object material)
        {
            GC.KeepAlive(material);
            return new ScriptedActor((_, _) => { });
        }
    }

    [Fact]
    public void Restarts_that_are_a_window_old_are_forgiven()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var made = 0;
        var actor = Spawn(world, () => made++);
        probe.Watch(actor);

        for (var fault = 0; fault < 12; fault++)
        {
            actor.Tell("fault");
            world.Advance(TimeSpan.FromSeconds(3.4));
        }

        probe.ExpectNoMsg();
        made.ShouldBe(13);
    }

    [Fact]
    public void An_actor_that_cannot_start_spends_its_restarts_and_is_stopped()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var made = 0;
        var actor = world.System.Spawn("stillborn", () =>
        {
            made++;
            throw new InvalidOperationException("on purpose");
        }, new ActorOptions { Supervision = Supervision.Restart(2, Window) });
        probe.Watch(actor);

        probe.ExpectTerminated(actor);
        made.ShouldBe(3);
    }

    [Fact]
    public void An_actor_that_cannot_start_is_not_resumed()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var actor = world.System.Spawn("stillborn", () => new ScriptedActor((_, _) => { })
        {
            Starting = _ => throw new InvalidOperationException("on purpose"),
        }, new ActorOptions { Supervision = Supervision.Resume });
        probe.Watch(actor);

        probe.ExpectTerminated(actor);
    }

    [Fact]
    public void A_restart_keeps_the_address_and_the_mailbox_and_replaces_the_instance()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var instance = 0;
        var actor = world.System.Spawn("phoenix", () =>
        {
            var mine = ++instance;
            return new ScriptedActor((context, message) =>
            {
                ThrowOnFault(context, message);
                context.Tell(probe.Ref, $"{mine} received {message}");
            })
            {
                Stopping = context => context.Tell(probe.Ref, $"{mine} stopped"),
                Restarting = (context, cause) => context.Tell(probe.Ref, $"{mine} made after {cause.Message}"),
            };
        }, new ActorOptions { Supervision = Supervision.Restart(1, Window) });

        actor.Tell("a");
        actor.Tell("fault");
        actor.Tell("b");

        probe.TakeAll().ShouldBe(["1 received a", "1 stopped", "2 made after on purpose", "2 received b"]);
    }

    [Fact]
    public void A_restart_waits_for_the_children_so_that_their_names_are_free()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var parent = world.System.Spawn("parent", () => new ScriptedActor(ThrowOnFault)
        {
            Starting = context => context.Spawn("child", () => new ScriptedActor((_, _) => { })
            {
                Starting = child => child.Tell(probe.Ref, "child started"),
                Stopping = child => child.Tell(probe.Ref, "child stopped"),
            }, ActorOptions.Default),
        }, new ActorOptions { Supervision = Supervision.Restart(1, Window) });
        world.RunUntilIdle();

        parent.Tell("fault");

        probe.TakeAll().ShouldBe(["child started", "child stopped", "child started"]);
    }

    [Fact]
    public void A_restart_ends_timers_and_watches_of_the_instance_before()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var watched = world.Spawn("watched", (_, _) => { });
        var actor = world.Spawn("phoenix", (context, message) =>
        {
            if (message is "prepare")
            {
                context.Watch(watched);
                context.StartTimer("timer", TimeSpan.FromSeconds(1), "timer");
                return;
            }

            ThrowOnFault(context, message);
            context.Tell(probe.Ref, message);
        }, new ActorOptions { Supervision = Supervision.Restart(1, Window) });
        actor.Tell("prepare");
        actor.Tell("fault");
        world.RunUntilIdle();

        watched.Cell.RequestStop();
        world.Advance(TimeSpan.FromSeconds(2));

        probe.ExpectNoMsg();
    }

    [Fact]
    public void A_restart_does_not_begin_the_random_source_again()
    {
        using var world = new ActorWorld();
        var drawn = new List<ulong>();
        var actor = world.Spawn("phoenix", (context, message) =>
        {
            drawn.Add(context.NextRandom());
            ThrowOnFault(context, message);
        }, new ActorOptions { Supervision = Supervision.Restart(5, Window) });
        foreach (var message in (string[])["a", "fault", "b", "fault", "c"])
        {
            actor.Tell(message);
        }

        world.RunUntilIdle();

        drawn.Count.ShouldBe(5);
        drawn.ShouldBeUnique();
    }

    [Fact]
    public void Restart_limits_that_mean_nothing_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Supervision.Restart(0, Window));
        Should.Throw<ArgumentOutOfRangeException>(() => Supervision.Restart(1, TimeSpan.Zero));
    }

    private static ActorRef Spawn(ActorWorld world, Action onMake) => world.System.Spawn("fragile", () =>
    {
        onMake();
        return new ScriptedActor(ThrowOnFault);
    }, new ActorOptions { Supervision = Supervision.Restart(3, Window) });

    private static void ThrowOnFault(ActorContext context, object message)
    {
        if (message is "fault")
        {
            throw new InvalidOperationException("on purpose");
        }
    }
}
