using GameServer.Bench.Journals;

namespace GameServer.Bench.Chaos.Oracle;

/// <summary>One thing that a client did in a room or was told of it, and when since the run began. A closed set.</summary>
internal abstract record RoomEntry(TimeSpan At)
{
    /// <summary>The client sent its command of this number; its numbers go up.</summary>
    internal sealed record Sent(TimeSpan At, ulong Number) : RoomEntry(At);

    /// <summary>The client was told that its command is applied.</summary>
    /// <param name="At">When.</param>
    /// <param name="Number">The command.</param>
    /// <param name="Count">As which command of the room, from 1; 0: the answer did not say.</param>
    /// <param name="Life">By which process; 0: the answer did not say.</param>
    internal sealed record Acknowledged(TimeSpan At, ulong Number, ulong Count, uint Life) : RoomEntry(At);

    /// <summary>The client was told that it will not learn what became of its command.</summary>
    internal sealed record Unanswered(TimeSpan At, ulong Number) : RoomEntry(At);

    /// <summary>The client was told of a command of any writer, as the room's so many-th, applied by that process.</summary>
    internal sealed record Seen(TimeSpan At, LedgerLine Line, ulong Count, uint Life) : RoomEntry(At);

    /// <summary>The client was told that the room came back older: so many of its commands after its so many-th are undone.</summary>
    internal sealed record Rewound(TimeSpan At, ulong LastApplied, int Undone) : RoomEntry(At);

    /// <summary>The client was told that it missed events.</summary>
    internal sealed record EventsLost(TimeSpan At) : RoomEntry(At);

    /// <summary>Where the room stands: when the client came, and after it was told that events will not follow one another.</summary>
    internal sealed record Stands(TimeSpan At, ulong Count, ulong Hash) : RoomEntry(At);

    /// <summary>The client was told that it is a member no more.</summary>
    internal sealed record Left(TimeSpan At, bool IsLost, string Why) : RoomEntry(At);

    /// <summary>The client was told something else that must not happen.</summary>
    internal sealed record Wrong(TimeSpan At, string What) : RoomEntry(At);

    /// <summary>The room's state as the client had it when all was over.</summary>
    internal sealed record Ended(TimeSpan At, FinalState State) : RoomEntry(At);
}

/// <summary>A room's state at the end: how many commands, a hash of all in order, each writer's tally, and the hash of the whole.</summary>
internal sealed record FinalState(ulong Count, ulong Hash, IReadOnlyDictionary<uint, Tally> Tallies, ulong Digest)
{
    public override string ToString() => $"{Count} commands, {Hash:x16}, state {Digest:x16}";
}

/// <summary>How many commands of one writer a room has applied, and which was the last.</summary>
internal readonly record struct Tally(ulong Last, ulong Count);
