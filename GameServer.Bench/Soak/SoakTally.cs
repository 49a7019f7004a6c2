namespace GameServer.Bench.Soak;

/// <summary>What the bots of a soak did and saw. From any thread.</summary>
internal sealed class SoakTally
{
    private const int FaultsKept = 20;

    private readonly Lock _gate = new();
    private readonly List<string> _faults = [];
    private long _came;
    private long _cuts;
    private long _resumed;
    private long _vanished;
    private long _answered;

    /// <summary>Sessions that were opened.</summary>
    internal long Sessions => Interlocked.Read(ref _came);

    /// <summary>Connections that were cut and came back, if there was time.</summary>
    internal long Cuts => Interlocked.Read(ref _cuts);

    internal long Resumes => Interlocked.Read(ref _resumed);

    /// <summary>Players that went without a word.</summary>
    internal long Vanishings => Interlocked.Read(ref _vanished);

    /// <summary>Commands that were answered.</summary>
    internal long Commands => Interlocked.Read(ref _answered);

    /// <summary>What must not be; the first ones.</summary>
    internal IReadOnlyList<string> Faults
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    internal void Came() => Interlocked.Increment(ref _came);

    internal void Cut() => Interlocked.Increment(ref _cuts);

    internal void Resumed(int times) => Interlocked.Add(ref _resumed, times);

    internal void Vanished() => Interlocked.Increment(ref _vanished);

    internal void Answered() => Interlocked.Increment(ref _answered);

    internal void Fault(string what)
    {
        lock (_gate)
        {
            if (_faults.Count < FaultsKept)
            {
                _faults.Add(what);
            }
        }
    }
}
