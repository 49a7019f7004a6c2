using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>A room's state as a stream of updates, without its type.</summary>
internal interface IUpdateStream
{
    /// <summary>Of the state message; hashes compare only between equal ones.</summary>
    ulong Fingerprint { get; }

    /// <summary>The version that the last update led to; 0 before the first.</summary>
    ulong LastPublished { get; }

    /// <summary>The version taken last.</summary>
    ulong Version { get; }

    ReplayRing Ring { get; }

    /// <summary>Finds what leads from the published state to the present one. False: they are equal.</summary>
    /// <param name="encodedBytes">Of the present state.</param>
    bool Diff(out int encodedBytes);

    /// <summary>Bytes of the published state, encoded.</summary>
    int EncodedBytes { get; }

    /// <summary>Puts the state back to what was published last; the state object stays the same.</summary>
    void Undo();

    /// <summary>A turn that recorded something has ended.</summary>
    void TakeVersion();

    /// <summary>Writes the update to the version taken last, and keeps it for replay. Its patch is what the last diff found.</summary>
    /// <param name="output">Whose shared events go with it.</param>
    /// <param name="direct">Events to single members, by player number; null: none.</param>
    /// <param name="now">The time of the turn.</param>
    /// <param name="target">Takes the update as an element of a batch.</param>
    void Publish(TurnOutput output, IReadOnlyDictionary<uint, List<DirectEvent>>? direct, DateTimeOffset now, FrameWriter target);

    /// <summary>Bytes of the RoomUpdate that was published last, which are the last of its element.</summary>
    int UpdateBytes { get; }

    /// <summary>A copy of the published state.</summary>
    IMessage PublishedState();

    /// <summary>The state is as it was stored.</summary>
    void Load(RoomSnapshot snapshot);

    /// <summary>The state is as it was after a turn that was recorded.</summary>
    /// <exception cref="RoomHistoryException">The record does not follow what was loaded before.</exception>
    void Load(TurnRecord turn);

    /// <summary>Everything is loaded: this is what has been published.</summary>
    void EndLoading(DateTimeOffset time);

    /// <summary>The published state whole; made once per published version.</summary>
    OutgoingFrame Snapshot();
}
