namespace GameServer.Tests.Simulation;

/// <summary>How often each kind of fault has happened.</summary>
internal sealed class FaultCounts
{
    private readonly long[] _counts = new long[Enum.GetValues<SimFault>().Length];

    internal long this[SimFault fault] => _counts[(int)fault];

    internal IEnumerable<SimFault> Missing => Enum.GetValues<SimFault>().Where(fault => this[fault] == 0);

    internal void Add(SimFault fault) => _counts[(int)fault]++;

    internal void Add(FaultCounts others)
    {
        foreach (var fault in Enum.GetValues<SimFault>())
        {
            _counts[(int)fault] += others[fault];
        }
    }

    public override string ToString() => string.Join(", ", Enum.GetValues<SimFault>().Select(fault => $"{fault} {this[fault]}"));
}
