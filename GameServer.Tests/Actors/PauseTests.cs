using GameServer.Actors;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Actors;

public sealed class PauseTests
{
    private static readonly ActorOptions Small = new() { DataLaneMax = 3, Supervision = Supervision.Stop };

    [Fact]
    public void A_paused_data_lane_fills_up_and_refuses_while_control_messages_and_timers_are_received()
    {
        using var world = new ActorWorld();
        List<object> received = [];
        var actor = world.Spawn("paused", (context, message) => Obey(context, message, received), Small);
        actor.Tell(Order.Pause);
        world.RunUntilIdle();

        var answers = Enumerable.Range(1, 4).Select(number => actor.Tell(number)).ToArray();
        actor.Tell(new Control("through"));
        world.Advance(TimeSpan.FromSeconds(1));

        answers.ShouldBe([TellAnswer.Taken, TellAnswer.Taken, TellAnswer.Taken, TellAnswer.Full]);
        received.ShouldBe([Order.Pause, new Control("through"), "timer"]);
    }

    [Fact]
    public void A_resumed_data_lane_goes_on_in_order_without_being_woken_by_anyone()
    {
        using var world = new ActorWorld();
        List<object> received = [];
        var actor = world.Spawn("paused", (context, message) => Obey(context, message, received), Small);
        actor.Tell(Order.Pause);
        world.RunUntilIdle();
        actor.Tell(1);
        actor.Tell(2);
        world.RunUntilIdle();

        actor.Tell(new Control("resume"));
        world.RunUntilIdle();

        received.ShouldBe([Order.Pause, new Control("resume"), 1, 2]);
    }

    [Fact]
    public void What_waits_in_a_paused_lane_is_dead_letters_when_the_actor_stops()
    {
        using var world = new ActorWorld();
        var probe = world.Probe();
        var actor = world.Spawn("paused", (context, message) => Obey(context, message, []), Small);
        probe.Watch(actor);
        actor.Tell(Order.Pause);
        world.RunUntilIdle();
        actor.Tell(1);

        actor.Cell.RequestStop();

        probe.ExpectTerminated(actor);
        world.System.DeadLetters.Count.ShouldBe(1);
    }

    [Fact]
    public void A_restart_ends_a_pause()
    {
        using var world = new ActorWorld();
        List<object> received = [];
        var options = Small with { Supervision = Supervision.Restart(restartsMax: 1, TimeSpan.FromMinutes(1)) };
        var actor = world.Spawn("paused", (context, message) => Obey(context, message, received), options);
        actor.Tell(Order.Pause);
        world.RunUntilIdle();
        actor.Tell(1);

        actor.Tell(new Control("break"));
        world.RunUntilIdle();

        received.ShouldBe([Order.Pause, new Control("break"), 1]);
    }

    private static void Obey(ActorContext context, object message, List<object> received)
    {
        received.Add(message);
        switch (message)
        {
            case Order.Pause:
                context.PauseData();
                context.StartTimer("timer", TimeSpan.FromSeconds(1), "timer");
                break;
            case Control("resume"):
                context.ResumeData();
                break;
            case Control("break"):
                throw new InvalidOperationException("broken on purpose");
        }
    }

    private enum Order
    {
        Pause,
    }

    private sealed record Control(string Name) : IControlMessage;
}
