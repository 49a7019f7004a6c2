using GameServer.Actors;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>What a committer is told by rooms. A closed set: the committer names every case.</summary>
internal abstract record CommitMessage
{
    private CommitMessage()
    {
    }

    /// <summary>A turn has recorded something. The bytes stay as they are until the room is answered.</summary>
    internal sealed record Append(ActorRef Room, RoomAppend Turn) : CommitMessage
    {
        /// <summary>Of the turn's commands; null: none is traced.</summary>
        internal TurnSpans? Spans { get; init; }
    }

    /// <summary>A snapshot is to be saved; one of the room that still waits is replaced by it.</summary>
    internal sealed record Save(ActorRef Room, SnapshotSave Snapshot) : CommitMessage;
}

/// <summary>What a committer tells a room. A closed set.</summary>
internal abstract record CommitAnswer : IControlMessage
{
    private CommitAnswer()
    {
    }

    /// <summary>All that the room recorded up to this version is committed.</summary>
    internal sealed record Committed(RoomVersion Version) : CommitAnswer;

    /// <summary>A snapshot is saved.</summary>
    internal sealed record Saved(RoomVersion Version, bool Ended) : CommitAnswer;

    /// <summary>The store did not take what the room recorded: another activation has the room, or the record was too large.</summary>
    internal sealed record Refused(WriteAnswer Why) : CommitAnswer;
}
