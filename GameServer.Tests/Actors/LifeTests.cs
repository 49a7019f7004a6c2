using GameServer.Actors;
using GameServer.Telemetry;

namespace GameServer.Tests.Actors;

public sealed class LifeTests
{
    [Fact]
    public void Every_state_meets_every_event_with_a_state_or_says_that_it_is_impossible()
    {
        var possible = new Dictionary<(ActorState, ActorEvent), ActorState>
        {
            [(ActorState.New, ActorEvent.Started)] = ActorState.Running,
            [(ActorState.New, ActorEvent.Restart)] = ActorState.Restarting,
            [(ActorState.New, ActorEvent.Stop)] = ActorState.Stopping,
            [(ActorState.Running, ActorEvent.Restart)] = ActorState.Restarting,
            [(ActorState.Running, ActorEvent.Stop)] = ActorState.Stopping,
            [(ActorState.Restarting, ActorEvent.Started)] = ActorState.Running,
            [(ActorState.Restarting, ActorEvent.Restart)] = ActorState.Restarting,
            [(ActorState.Restarting, ActorEvent.Stop)] = ActorState.Stopping,
            [(ActorState.Stopping, ActorEvent.Ended)] = ActorState.Stopped,
        };

        foreach (var state in Enum.GetValues<ActorState>())
        {
            foreach (var what in Enum.GetValues<ActorEvent>())
            {
                if (possible.TryGetValue((state, what), out var next))
                {
                    state.After(what).ShouldBe(next);
                }
                else
                {
                    Should.Throw<InvariantBrokenException>(() => state.After(what)).Message.ShouldContain($"{state} never meets {what}");
                }
            }
        }
    }
}
