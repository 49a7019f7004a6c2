namespace GameServer.Actors;

/// <summary>Counts an actor's restarts within the window of its supervision. Used on the actor's turn.</summary>
internal sealed class RestartBudget(int restartsMax, TimeSpan window)
{
    private readonly Queue<DateTimeOffset> _restarts = new();

    /// <summary>Restarts within the window that ended at the last call.</summary>
    internal int Spent => _restarts.Count;

    /// <summary>True, and counted, when one more restart is within the limit.</summary>
    internal bool TryTake(DateTimeOffset now)
    {
        while (_restarts.TryPeek(out var oldest) && now - oldest >= window)
        {
            _restarts.Dequeue();
        }

        if (_restarts.Count >= restartsMax)
        {
            return false;
        }

        _restarts.Enqueue(now);
        return true;
    }
}
