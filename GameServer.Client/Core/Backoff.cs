namespace GameServer.Client.Core;

/// <summary>How long to wait before the next attempt: doubling, and jittered so that clients do not come back together.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan max, Random random)
{
    private const int LongWaitFactor = 4;
    private int _attempts;

    /// <summary>
    /// The next wait. The first attempt after a healthy connection is made almost at once, unless the server asked for patience.
    /// </summary>
    internal long NextMs(bool patient = false)
    {
        var exponent = Math.Min(_attempts++, 30);
        var span = Math.Min(max.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, exponent - 1));
        var longWait = patient ? first.TotalMilliseconds * LongWaitFactor * (1 + (0.5 * random.NextDouble())) : 0;
        return (long)((span * random.NextDouble()) + longWait);
    }

    internal void Reset() => _attempts = 0;
}
