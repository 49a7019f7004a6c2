namespace GameServer.Tests.Simulation;

/// <summary>What is to happen, and when: in the order of virtual time, and at equal times in the order in which it was put down.</summary>
internal sealed class SimAgenda
{
    private readonly PriorityQueue<Action, (long Due, long Number)> _events = new();
    private long _lastNumber;

    /// <summary>Virtual time since the beginning.</summary>
    internal TimeSpan Now { get; private set; }

    /// <summary>When the next event is due; null: there is none.</summary>
    internal TimeSpan? NextDue => _events.TryPeek(out _, out var next) ? TimeSpan.FromTicks(next.Due) : null;

    internal void At(TimeSpan due, Action happens) => _events.Enqueue(happens, (Math.Max(due.Ticks, Now.Ticks), ++_lastNumber));

    internal void After(TimeSpan delay, Action happens) => At(Now + delay, happens);

    /// <summary>Time passes without an event.</summary>
    internal void Pass(TimeSpan time) => Now += time;

    /// <summary>The next event happens; where it was due in the past, now.</summary>
    internal void RunNext()
    {
        _events.TryDequeue(out var happens, out var at);
        Now = at.Due > Now.Ticks ? TimeSpan.FromTicks(at.Due) : Now;
        happens!();
    }
}
