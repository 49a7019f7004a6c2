using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class WatchTests
{
    [Fact]
    public void Watching_an_actor_that_has_already_stopped_is_answered_at_once()
    {
        using var world = new ActorWorld();
        var actor = world.Spawn("gone", (_, _) => { });
        actor.Cell.RequestStop();
        world.RunUntilIdle();
        var probe = world.Probe();

        probe.Watch(actor);

        probe.ExpectTerminated(actor);
        probe.ExpectNoMsg();
    }

    [Fact]
    public void Watching_twice_is_told_once()
    {
        using var world = new ActorWorld();
        var actor = world.Spawn("mortal", (_, _) => { });
        var probe = world.Probe();
        probe.Watch(actor);
        probe.Watch(actor);

        actor.Cell.RequestStop();

        probe.ExpectTerminated(actor);
        probe.ExpectNoMsg();
    }

    [Fact]
    public void All_watchers_are_told()
    {
        using var world = new ActorWorld();
        var actor = world.Spawn("mortal", (_, _) => { });
        var probes = Enumerable.Range(0, 5).Select(number => world.Probe($"probe{number}")).ToArray();
        foreach (var probe in probes)
        {
            probe.Watch(actor);
        }

        actor.Cell.RequestStop();

        foreach (var probe in probes)
        {
            probe.ExpectTerminated(actor);
        }
    }

    [Fact]
    public void A_termination_gets_through_a_full_control_lane()
    {
        using var world = new ActorWorld();
        var actor = world.Spawn("mortal", (_, _) => { });
        var received = new List<object>();
        var watcher = world.Spawn("watcher", (context, message) =>
        {
            received.Add(message);
            if (message is "watch")
            {
                context.Watch(actor);
            }
        }, new ActorOptions { ControlLaneMax = 1 });
        watcher.Tell("watch");
        world.RunUntilIdle();
        watcher.Tell(new Urgent()).ShouldBe(TellAnswer.Taken);
        watcher.Tell(new Urgent()).ShouldBe(TellAnswer.Full);

        actor.Cell.RequestStop();
        world.RunUntilIdle();

        received.ShouldBe(["watch", new Urgent(), new Terminated(actor)]);
    }

    [Fact]
    public void An_actor_across_systems_can_be_watched()
    {
        using var here = new ActorWorld();
        using var there = new ActorWorld();
        var actor = there.Spawn("far", (_, _) => { });
        var probe = here.Probe();
        probe.Watch(actor);

        actor.Cell.RequestStop();
        there.RunUntilIdle();

        probe.ExpectTerminated(actor);
    }

    private sealed record Urgent : IControlMessage;
}
