namespace GameServer.Tests.Simulation;

/// <summary>
/// The process around a node: whatever reaches it from outside happens now, or when it is thawed, or never, because it is gone.
/// </summary>
internal sealed class SimProcess(SimAgenda agenda)
{
    private readonly Queue<Action> _heldBack = new();

    internal ProcessState State { get; private set; }

    internal bool IsGone => State == ProcessState.Gone;

    internal bool IsRunning => State == ProcessState.Running;

    /// <summary>Lets something happen inside the process, behind what has reached it before.</summary>
    internal void Enter(Action happens)
    {
        switch (State)
        {
            case ProcessState.Running when _heldBack.Count == 0:
                happens();
                break;
            case ProcessState.Running:
                _heldBack.Enqueue(happens);
                agenda.After(TimeSpan.Zero, TakeNext);
                break;
            case ProcessState.Frozen:
                _heldBack.Enqueue(happens);
                break;
            case ProcessState.Gone:
                break;
        }
    }

    /// <summary>SIGSTOP, or a machine that stands still: no step until <see cref="Thaw"/>, and the world goes on.</summary>
    internal void Freeze() => State = State == ProcessState.Running ? ProcessState.Frozen : State;

    internal void Thaw()
    {
        if (State == ProcessState.Frozen)
        {
            State = ProcessState.Running;
            foreach (var _ in _heldBack)
            {
                agenda.After(TimeSpan.Zero, TakeNext);
            }
        }
    }

    /// <summary>Nothing of it is left.</summary>
    internal void Kill()
    {
        State = ProcessState.Gone;
        _heldBack.Clear();
    }

    private void TakeNext()
    {
        if (IsRunning && _heldBack.TryDequeue(out var happens))
        {
            happens();
        }
    }
}

/// <summary>Whether a process takes steps.</summary>
internal enum ProcessState
{
    /// <summary>It does.</summary>
    Running,

    /// <summary>Not for now: what reaches it waits.</summary>
    Frozen,

    /// <summary>Never again: what reaches it is dropped.</summary>
    Gone,
}
