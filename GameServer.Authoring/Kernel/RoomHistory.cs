using GameServer.Protocol.Identity;

namespace GameServer.Authoring.Kernel;

/// <summary>What is stored of a room: its newest snapshot and what was recorded after it. A value.</summary>
/// <param name="Snapshot">An encoded RoomSnapshot; empty: the history begins with the room.</param>
/// <param name="Records">Eldest first; those that the snapshot includes are passed over.</param>
/// <param name="TypeVersion">Of the room type that wrote it last.</param>
internal sealed record RoomHistory(ReadOnlyMemory<byte> Snapshot, IReadOnlyList<HistoryRecord> Records, int TypeVersion)
{
    /// <summary>Where it is to lead; null: not known. A history that leads elsewhere is refused.</summary>
    internal RoomVersion? LeadsTo { get; init; }

    /// <summary>There is nothing: the room begins.</summary>
    internal bool IsEmpty => Snapshot.IsEmpty && Records.Count == 0;
}

/// <summary>One append to a room's log.</summary>
/// <param name="Epoch">Its writer's.</param>
/// <param name="Record">An encoded RoomRecord.</param>
internal readonly record struct HistoryRecord(Epoch Epoch, ReadOnlyMemory<byte> Record);
