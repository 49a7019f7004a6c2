namespace GameServer.Client.Core;

/// <summary>The round-trip time and the server's clock, learned from heartbeats. Times are milliseconds of the client's own clock.</summary>
internal sealed class ServerClock
{
    private const int SamplesMax = 8;

    private readonly Queue<(double RoundTripMs, double OffsetMs)> _samples = new();
    private double? _smoothedMs;

    /// <summary>Smoothed over about eight heartbeats; null before the first reply.</summary>
    internal TimeSpan? RoundTrip => _smoothedMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null;

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
        }

        _samples.Enqueue((roundTrip, serverTimeMs + (roundTrip / 2) - nowMs));
        if (_samples.Count > SamplesMax)
        {
            _samples.Dequeue();
        }
    }

    /// <summary>The server's Unix time at a moment of the client's clock. The fastest of the last replies is the most exact.</summary>
    internal DateTimeOffset? At(long nowMs)
    {
        if (_samples.Count == 0)
        {
            return null;
        }

        var best = _samples.OrderBy(sample => sample.RoundTripMs).First();
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(nowMs + best.OffsetMs));
    }
}
