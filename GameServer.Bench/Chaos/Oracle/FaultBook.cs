using GameServer.Bench.Journals;

namespace GameServer.Bench.Chaos.Oracle;

/// <summary>Takes down faults: of each kind and journal the first few, since what follows them is of no use.</summary>
internal sealed class FaultBook
{
    private const int OfAKindMax = 3;

    private readonly List<JournalFault> _faults = [];
    private readonly Dictionary<(RoomJournal, FaultKind), int> _counts = [];

    internal IReadOnlyList<JournalFault> Faults => _faults;

    internal void Add(FaultKind kind, RoomJournal journal, string what)
    {
        var count = _counts.GetValueOrDefault((journal, kind)) + 1;
        _counts[(journal, kind)] = count;
        if (count <= OfAKindMax)
        {
            _faults.Add(new JournalFault(kind, $"{journal}: {what}"));
        }
    }

}
