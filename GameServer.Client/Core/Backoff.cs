namespace GameServer.Client.Core;

/// <summary>How long to wait before the next attempt: doubling, and jittered so that clients do not come back together.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan max, Random random)
{
    private int _attempts;

    /// <summary>The next wait. The first attempt after a healthy connection is made almost at once.</summary>
    internal long NextMs()
    {
        var exponent = Math.Min(_attempts++, 30);
        var span = Math.Min(max.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, exponent - 1));
        return (long)(span * random.NextDouble());
    }

    /// <summary>A wait of the given length and up to half as much again.</summary>
    internal long AboutMs(long wantedMs) => wantedMs + (long)(wantedMs * 0.5 * random.NextDouble());

    internal void Reset() => _attempts = 0;
}
