namespace GameServer.Bench.Journals;

/// <summary>What <see cref="JournalCheck"/> makes of the journals.</summary>
/// <param name="Faults">All that is not as it must be; the first few of each kind and journal.</param>
/// <param name="Acknowledged">Commands that were acknowledged.</param>
/// <param name="Seen">Events of all streams.</param>
/// <param name="Rooms">Rooms.</param>
/// <param name="Members">Journals.</param>
internal sealed record JournalVerdict(IReadOnlyList<JournalFault> Faults, int Acknowledged, int Seen, int Rooms, int Members)
{
    internal IEnumerable<FaultKind> Kinds => Faults.Select(fault => fault.Kind).Distinct();

    public override string ToString() =>
        $"{Acknowledged} commands acknowledged in {Rooms} rooms, {Seen} events seen by {Members} members, {Faults.Count} faults"
        + string.Concat(Faults.Take(20).Select(fault => $"\n  {fault}"));
}

/// <summary>One thing that is not as it must be.</summary>
internal sealed record JournalFault(FaultKind Kind, string What)
{
    public override string ToString() => $"{Kind}: {What}";
}

/// <summary>What can be wrong with a history.</summary>
internal enum FaultKind
{
    /// <summary>A command was acknowledged, and a member never saw it.</summary>
    Lost,

    /// <summary>A member saw a command twice, or it was acknowledged twice.</summary>
    Twice,

    /// <summary>A member saw commands out of the order of their writer, or the room's count jumped.</summary>
    Disordered,

    /// <summary>Members do not agree: on the order of commands, on the state, or a state is not what its events lead to.</summary>
    Diverged,

    /// <summary>Somebody was told of a command that nobody sent.</summary>
    Invented,

    /// <summary>A command was never answered, or a member has no state.</summary>
    Unfinished,

    /// <summary>A client was told what must not happen.</summary>
    Wrong,
}
