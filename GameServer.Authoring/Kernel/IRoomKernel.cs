using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// A room as the host and the harness drive it: pure, one turn at a time, `now` an argument. It starts no task, reads no clock
/// and writes nowhere; everything it wants done is an effect.
/// </summary>
internal interface IRoomKernel
{
    /// <summary>Runs the inputs in order, then what is due at <paramref name="now"/> (graces, seats, timers, tick).</summary>
    IReadOnlyList<RoomEffect> RunTurn(DateTimeOffset now, IReadOnlyList<RoomInput> inputs);

    /// <summary>When a turn is due even if nothing arrives; null when only an input can wake the room.</summary>
    DateTimeOffset? NextDue { get; }

    /// <summary>What the listing shows now.</summary>
    RoomListing Listing { get; }

    /// <summary>The handler that runs now, for the watch that names blocked turns; null between handlers. May be read from any thread.</summary>
    string? RunningHandler { get; }

    bool IsClosed { get; }
}
