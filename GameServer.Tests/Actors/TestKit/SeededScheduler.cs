using GameServer.Actors;

namespace GameServer.Tests.Actors.TestKit;

/// <summary>Runs nothing by itself: the test's thread runs woken mailboxes one by one, in an order made from a seed.</summary>
internal sealed class SeededScheduler(ulong seed) : IMailboxScheduler
{
    private readonly Lock _gate = new();
    private readonly List<IRunnable> _woken = [];
    private readonly SplitMix64 _random = new(seed);

    public void Schedule(IRunnable mailbox)
    {
        lock (_gate)
        {
            _woken.Add(mailbox);
        }
    }

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

    /// <summary>One turn of one woken mailbox. False when none is woken.</summary>
    internal bool RunOne()
    {
        if (TakeAny() is not { } next)
        {
            return false;
        }

        next.Run();
        return true;
    }

    /// <summary>Turns until no mailbox is woken any more; how many there were.</summary>
    internal int RunUntilIdle(int turnsMax = 1_000_000)
    {
        for (var turns = 0; turns < turnsMax; turns++)
        {
            if (!RunOne())
            {
                return turns;
            }
        }

        throw new InvalidOperationException($"The actors were still busy after {turnsMax} turns.");
    }

    private IRunnable? TakeAny()
    {
        lock (_gate)
        {
            if (_woken.Count == 0)
            {
                return null;
            }

            var index = (int)(_random.Next() % (ulong)_woken.Count);
            var next = _woken[index];
            _woken.RemoveAt(index);
            return next;
        }
    }
}
