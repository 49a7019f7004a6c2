using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// A room as the host and the harness drive it: pure, one turn at a time, `now` an argument. It starts no task, reads no clock
/// and writes nowhere; everything it wants done is an effect.
/// </summary>
internal interface IRoomKernel
{
    /// <summary>
    /// Runs the inputs in order, then what is due at <paramref name="now"/> (graces, seats, timers, tick), then says what changed.
    /// The first turn begins the activation. A turn in which the author's code fails is undone and run again step by step.
    /// </summary>
    /// <param name="now">Never goes back: an elder time is taken as the last one.</param>
    /// <param name="inputs">In the order of arrival; null payloads stand for what could not be decoded.</param>
    EffectList RunTurn(DateTimeOffset now, IReadOnlyList<RoomInput> inputs);

    /// <summary>How the room is run; read once, when the kernel was made.</summary>
    RoomSettings Settings { get; }

    /// <summary>Its message types.</summary>
    RoomSchema Schema { get; }

    /// <summary>The encoded size of the present state in bytes.</summary>
    int StateBytes { get; }

    /// <summary>When a turn is due even if nothing arrives; null when only an input can wake the room.</summary>
    DateTimeOffset? NextDue { get; }

    /// <summary>What the listing shows now.</summary>
    RoomListing Listing { get; }

    /// <summary>The handler that runs now, for the watch that names blocked turns; null between handlers. Read from any thread.</summary>
    string? RunningHandler { get; }

    /// <summary>The present activation's number.</summary>
    Epoch Epoch { get; }

    /// <summary>Of the last turn that recorded something; 0: none has.</summary>
    RoomVersion Version { get; }

    /// <summary>The version that the last update led to: where an attached member stands that has got all of them.</summary>
    RoomVersion Published { get; }

    /// <summary>The number of the last tick; 0: there was none. A turn ticked when it is another one after it.</summary>
    ulong LastTick { get; }

    /// <summary>A copy of the state that members were told last: of a room that has ended, its final one. Between turns only.</summary>
    IMessage PublishedState();

    /// <summary>An encoded RoomSnapshot of the room as the last turn left it. Between turns only.</summary>
    byte[] Snapshot();

    /// <summary>
    /// The room was restored from what an elder version of its type wrote, and upcast: a snapshot taken now, before the first turn, must be
    /// stored before any record is. False once the first turn has run.
    /// </summary>
    bool WantsSnapshotFirst { get; }

    /// <summary>It has begun, no member is here, and no join and no work is pending: it may be put to sleep.</summary>
    bool IsIdle { get; }

    /// <summary>
    /// When a room that sleeps must be woken: the first of graces, seats, timers and the end of an empty room. Ticks don't wake.
    /// </summary>
    DateTimeOffset? WakeAt { get; }

    /// <summary>The room has ended. A turn after that answers its inputs so and does nothing else.</summary>
    bool IsClosed { get; }
}
