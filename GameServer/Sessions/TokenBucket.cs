namespace GameServer.Sessions;

/// <summary>Tokens that come back steadily up to a limit, and may be owed. A clock that goes back brings and takes nothing.</summary>
/// <param name="perSecond">Tokens that come back in a second.</param>
/// <param name="burst">The most there can be.</param>
/// <param name="start">When the bucket is full.</param>
internal struct TokenBucket(int perSecond, int burst, TimeSpan start)
{
    private double _tokens = burst;
    private TimeSpan _filled = start;

    /// <summary>Takes tokens if they are all there.</summary>
    internal bool TryTake(int count, TimeSpan now)
    {
        Fill(now);
        if (_tokens < count)
        {
            return false;
        }

        _tokens -= count;
        return true;
    }

    /// <summary>Takes tokens, those that are not there too.</summary>
    internal void Owe(long count, TimeSpan now)
    {
        Fill(now);
        _tokens -= count;
    }

    /// <summary>How many tokens are missing to that number.</summary>
    internal readonly double Missing(int wanted) => Math.Max(0, wanted - _tokens);

    private void Fill(TimeSpan now)
    {
        if (now > _filled)
        {
            _tokens = Math.Min(burst, _tokens + ((now - _filled).TotalSeconds * perSecond));
            _filled = now;
        }
    }
}
