namespace GameServer.Rooms;

/// <summary>Where one activation of a room stands.</summary>
internal enum RoomLife
{
    /// <summary>What the room loaded must be saved in its new form first; no turn runs.</summary>
    Opening,

    /// <summary>Turns run, as long as what waits for the store is within its limits.</summary>
    Running,

    /// <summary>The store is asked to free the room; no turn runs, what arrives waits.</summary>
    FallingAsleep,

    /// <summary>Nobody here runs the room any more: what arrives goes back to the host, which finds out who does.</summary>
    Away,

    /// <summary>The node stops: no turn runs, what has been recorded is committed.</summary>
    Draining,

    /// <summary>The room has ended, and that is stored where it must be. It answers so until its host has forgotten it.</summary>
    Ended,
}

/// <summary>What moves a room.</summary>
internal enum RoomEvent
{
    /// <summary>What it loaded is saved in its new form.</summary>
    Opened,

    /// <summary>It has been idle for long enough.</summary>
    Tired,

    /// <summary>The store has freed it.</summary>
    Slept,

    /// <summary>The store has refused what it recorded, or what is stored of it cannot be read.</summary>
    Refused,

    /// <summary>The node stops.</summary>
    NodeStops,

    /// <summary>Its last turn has left.</summary>
    Closed,
}

/// <summary>The one transition table of a room.</summary>
internal static class RoomTransitions
{
    /// <summary>The life after the event; the same when the event does not concern it.</summary>
    internal static RoomLife After(this RoomLife life, RoomEvent happened) => (life, happened) switch
    {
        (RoomLife.Opening, RoomEvent.Opened) => RoomLife.Running,
        (RoomLife.Opening, RoomEvent.Tired) => RoomLife.Opening,
        (RoomLife.Opening, RoomEvent.Slept) => RoomLife.Opening,
        (RoomLife.Opening, RoomEvent.Refused) => RoomLife.Away,
        (RoomLife.Opening, RoomEvent.NodeStops) => RoomLife.Draining,
        (RoomLife.Opening, RoomEvent.Closed) => RoomLife.Opening,

        (RoomLife.Running, RoomEvent.Opened) => RoomLife.Running,
        (RoomLife.Running, RoomEvent.Tired) => RoomLife.FallingAsleep,
        (RoomLife.Running, RoomEvent.Slept) => RoomLife.Running,
        (RoomLife.Running, RoomEvent.Refused) => RoomLife.Away,
        (RoomLife.Running, RoomEvent.NodeStops) => RoomLife.Draining,
        (RoomLife.Running, RoomEvent.Closed) => RoomLife.Ended,

        (RoomLife.FallingAsleep, RoomEvent.Opened) => RoomLife.FallingAsleep,
        (RoomLife.FallingAsleep, RoomEvent.Tired) => RoomLife.FallingAsleep,
        (RoomLife.FallingAsleep, RoomEvent.Slept) => RoomLife.Away,
        (RoomLife.FallingAsleep, RoomEvent.Refused) => RoomLife.Away,
        (RoomLife.FallingAsleep, RoomEvent.NodeStops) => RoomLife.Draining,
        (RoomLife.FallingAsleep, RoomEvent.Closed) => RoomLife.FallingAsleep,

        (RoomLife.Away, RoomEvent.Opened) => RoomLife.Away,
        (RoomLife.Away, RoomEvent.Tired) => RoomLife.Away,
        (RoomLife.Away, RoomEvent.Slept) => RoomLife.Away,
        (RoomLife.Away, RoomEvent.Refused) => RoomLife.Away,
        (RoomLife.Away, RoomEvent.NodeStops) => RoomLife.Away,
        (RoomLife.Away, RoomEvent.Closed) => RoomLife.Away,

        (RoomLife.Draining, RoomEvent.Opened) => RoomLife.Draining,
        (RoomLife.Draining, RoomEvent.Tired) => RoomLife.Draining,
        (RoomLife.Draining, RoomEvent.Slept) => RoomLife.Away,
        (RoomLife.Draining, RoomEvent.Refused) => RoomLife.Away,
        (RoomLife.Draining, RoomEvent.NodeStops) => RoomLife.Draining,
        (RoomLife.Draining, RoomEvent.Closed) => RoomLife.Ended,

        (RoomLife.Ended, RoomEvent.Opened) => RoomLife.Ended,
        (RoomLife.Ended, RoomEvent.Tired) => RoomLife.Ended,
        (RoomLife.Ended, RoomEvent.Slept) => RoomLife.Ended,
        (RoomLife.Ended, RoomEvent.Refused) => RoomLife.Ended,
        (RoomLife.Ended, RoomEvent.NodeStops) => RoomLife.Ended,
        (RoomLife.Ended, RoomEvent.Closed) => RoomLife.Ended,
    };
}
