using GameServer.Authoring.Diff;
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

    ReplayRing Ring { get; }

    /// <summary>What leads from the published state to the present one; null: they are equal.</summary>
    StateDiff? Diff();

    /// <summary>Bytes of the published state, encoded.</summary>
    int EncodedBytes { get; }

    /// <summary>Puts the state back to what was published last; the state object stays the same.</summary>
    void Undo();

    /// <summary>A turn that recorded something has ended.</summary>
    void TakeVersion();

    /// <summary>Makes the update to the version taken last, and keeps it for replay. The patch is that of the last diff, or null.</summary>
    RoomUpdate Publish(
        StatePatch? patch, IEnumerable<ByteString> events, IReadOnlyDictionary<uint, List<DirectEvent>> direct, DateTimeOffset now);

    /// <summary>The published state whole; made once per published version.</summary>
    RoomUpdate Snapshot();
}
