namespace GameServer.Client;

/// <summary>Which thread handles frames, changes room states and runs callbacks. It is always one thread at a time.</summary>
public enum CallbackMode
{
    /// <summary>
    /// The client's own loop, as soon as a frame arrives. Read a room's state in callbacks or through
    /// <see cref="RoomHandle{TState,TCommand,TEvent}.ReadAsync{T}"/>; keep callbacks short, since frames wait for them.
    /// </summary>
    Immediate,

    /// <summary>
    /// The thread that calls <see cref="GameClient.Pump"/>, once per frame in a game loop: nothing changes and no callback runs in between,
    /// so that thread reads states freely. Commands, answers and heartbeats move only then: pump at least once per heartbeat interval,
    /// or the server takes the client for gone (which a resume repairs).
    /// </summary>
    Pumped,
}
