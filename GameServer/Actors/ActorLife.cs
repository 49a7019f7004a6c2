using GameServer.Telemetry;

namespace GameServer.Actors;

/// <summary>The states of an actor and the one table of how it gets from one to the next.</summary>
internal static class ActorLife
{
    internal static ActorState After(this ActorState state, ActorEvent what) => (state, what) switch
    {
        (ActorState.New, ActorEvent.Started) => ActorState.Running,
        (ActorState.New, ActorEvent.Restart) => ActorState.Restarting,
        (ActorState.New, ActorEvent.Stop) => ActorState.Stopping,
        (ActorState.New, ActorEvent.Ended) => Impossible(state, what),
        (ActorState.Running, ActorEvent.Started) => Impossible(state, what),
        (ActorState.Running, ActorEvent.Restart) => ActorState.Restarting,
        (ActorState.Running, ActorEvent.Stop) => ActorState.Stopping,
        (ActorState.Running, ActorEvent.Ended) => Impossible(state, what),
        (ActorState.Restarting, ActorEvent.Started) => ActorState.Running,
        (ActorState.Restarting, ActorEvent.Restart) => ActorState.Restarting,
        (ActorState.Restarting, ActorEvent.Stop) => ActorState.Stopping,
        (ActorState.Restarting, ActorEvent.Ended) => Impossible(state, what),
        (ActorState.Stopping, ActorEvent.Started) => Impossible(state, what),
        (ActorState.Stopping, ActorEvent.Restart) => Impossible(state, what),
        (ActorState.Stopping, ActorEvent.Stop) => Impossible(state, what),
        (ActorState.Stopping, ActorEvent.Ended) => ActorState.Stopped,
        (ActorState.Stopped, _) => Impossible(state, what),
    };

    private static ActorState Impossible(ActorState state, ActorEvent what)
    {
        Invariant.Check(false, $"an actor that is {state} never meets {what}");
        return state;
    }
}

/// <summary>Where an actor is in its life.</summary>
internal enum ActorState
{
    /// <summary>It has an address and takes messages; its first turn makes the instance.</summary>
    New,

    /// <summary>It receives messages.</summary>
    Running,

    /// <summary>It failed; once its children have stopped, the next instance is made. Messages wait.</summary>
    Restarting,

    /// <summary>It takes and receives nothing more and waits for its children to stop.</summary>
    Stopping,

    /// <summary>It is gone and its watchers have been told.</summary>
    Stopped,
}

/// <summary>What happens to an actor's life.</summary>
internal enum ActorEvent
{
    /// <summary>An instance has been made and has started.</summary>
    Started,

    /// <summary>It failed and is allowed another instance.</summary>
    Restart,

    /// <summary>It was asked to stop, stops itself, or failed for good.</summary>
    Stop,

    /// <summary>It and all its children have stopped.</summary>
    Ended,
}
