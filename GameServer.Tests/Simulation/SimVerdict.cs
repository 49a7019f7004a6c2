namespace GameServer.Tests.Simulation;

/// <summary>What has been found wrong so far, by whichever check. A simulation ends with the first of it.</summary>
internal sealed class SimVerdict(SimTrace trace)
{
    private readonly List<string> _faults = [];

    internal IReadOnlyList<string> Faults => _faults;

    internal bool IsGood => _faults.Count == 0;

    internal void Fault(string what)
    {
        trace.Note($"FAULT: {what}");
        _faults.Add(what);
    }
}
