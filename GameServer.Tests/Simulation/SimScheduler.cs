using GameServer.Actors;

namespace GameServer.Tests.Simulation;

/// <summary>The woken mailboxes of one node. They wait until the world, which chooses among those of all nodes, runs one.</summary>
internal sealed class SimScheduler : IMailboxScheduler
{
    private readonly List<IRunnable> _woken = [];

    internal int Count => _woken.Count;

    public void Schedule(IRunnable mailbox) => _woken.Add(mailbox);

    /// <summary>Nothing: what is woken waits in any case.</summary>
    public void Hold()
    {
    }

    public void Release()
    {
    }

    /// <summary>There is no other thread.</summary>
    public void NoteTurn(ref TurnPace pace)
    {
    }

    /// <summary>One turn of the mailbox at this place.</summary>
    internal void Run(int index)
    {
        var next = _woken[index];
        _woken.RemoveAt(index);
        next.Run();
    }
}
