namespace GameServer.Client.Core;

/// <summary>
/// The round-trip time and the server's clock, learned from heartbeats. Times are milliseconds of the client's own clock. Samples come
/// on the loop; the results may be read from any thread.
/// </summary>
internal sealed class ServerClock
{
    private const int SamplesMax = 8;
    private const long Unknown = long.MinValue;

    private readonly Queue<(double RoundTripMs, double OffsetMs)> _samples = new();
    private double? _smoothedMs;
    private long _roundTripTicks = Unknown;
    private long _offsetTicks;

    /// <summary>Smoothed over about eight heartbeats; null before the first reply.</summary>
    internal TimeSpan? RoundTrip => Volatile.Read(ref _roundTripTicks) is var ticks && ticks != Unknown ? new TimeSpan(ticks) : null;

    /// <summary>A reply to what was sent at <paramref name="sentMs"/>.</summary>
    internal void Sample(long sentMs, long nowMs, ulong serverTimeMs, bool isRoundTrip)
    {
        if (sentMs > nowMs)
        {
            return;
        }

        var roundTrip = (double)(nowMs - sentMs);
        if (isRoundTrip)
        {
            _smoothedMs = _smoothedMs is { } before ? before + ((roundTrip - before) / SamplesMax) : roundTrip;
            Volatile.Write(ref _roundTripTicks, (long)(_smoothedMs.Value * TimeSpan.TicksPerMillisecond));
        }

        _samples.Enqueue((roundTrip, serverTimeMs + (roundTrip / 2) - nowMs));
        if (_samples.Count > SamplesMax)
        {
            _samples.Dequeue();
        }

        // The fastest of the last replies is the most exact.
        var best = _samples.OrderBy(sample => sample.RoundTripMs).First();
        Volatile.Write(ref _offsetTicks, (long)(best.OffsetMs * TimeSpan.TicksPerMillisecond));
    }

    /// <summary>The server's time at a moment of the client's clock.</summary>
    internal DateTimeOffset At(long nowMs) =>
        DateTimeOffset.UnixEpoch.AddTicks((nowMs * TimeSpan.TicksPerMillisecond) + Volatile.Read(ref _offsetTicks));
}
