namespace GameServer.Sessions;

/// <summary>
/// Counts what one client sends against what it may. Frames over the rate are refused and cost nothing but patience, which comes back at
/// the same rate: a client slightly over loses what is over, one that sends more than twice its rate is far over soon. Bytes are here
/// already when they are counted, so they are owed, and frames are refused until they are paid. Pure; used by one reader at a time.
/// </summary>
/// <param name="limits">What is allowed.</param>
/// <param name="now">When all buckets are full. Here and below any steady time, such as the time since the connection began.</param>
internal struct RateLimit(RateLimits limits, TimeSpan now)
{
    private TokenBucket _frames = new(limits.FramesPerSecond, limits.FramesBurst, now);
    private TokenBucket _patience = new(limits.FramesPerSecond, limits.FramesRefusedMax, now);
    private TokenBucket _bytes = new(limits.BytesPerSecond, limits.BytesBurst, now);

    /// <summary>Counts bytes as they arrive; false when they are far over.</summary>
    internal bool TakeBytes(long count, TimeSpan now)
    {
        _bytes.Owe(count, now);
        return _bytes.Missing(0) <= limits.BytesOwedMax;
    }

    /// <summary>Counts one frame and says whether it may pass.</summary>
    internal RateAnswer TakeFrame(TimeSpan now)
    {
        _bytes.Owe(0, now);
        var bytesOwed = _bytes.Missing(0);
        if (bytesOwed == 0 && _frames.TryTake(1, now))
        {
            return new RateAnswer(RateVerdict.Allowed, 0);
        }

        var seconds = Math.Max(_frames.Missing(1) / limits.FramesPerSecond, bytesOwed / limits.BytesPerSecond);
        return Refuse(Math.Max(1, (int)Math.Ceiling(seconds * 1000)), now);
    }

    /// <summary>Counts a frame that is refused for whatever the client shares with others.</summary>
    internal RateAnswer Refuse(int retryAfterMs, TimeSpan now) => _patience.TryTake(1, now)
        ? new RateAnswer(RateVerdict.Over, retryAfterMs)
        : new RateAnswer(RateVerdict.FarOver, 0);
}

/// <summary>What one client may send.</summary>
/// <param name="FramesPerSecond">Steadily.</param>
/// <param name="FramesBurst">At once.</param>
/// <param name="FramesRefusedMax">Refusals before a client is far over, as far as time does not make up for them.</param>
/// <param name="BytesPerSecond">Steadily, as they arrive on the connection.</param>
/// <param name="BytesBurst">At once.</param>
/// <param name="BytesOwedMax">Bytes over the burst after which a client is far over.</param>
internal sealed record RateLimits(
    int FramesPerSecond, int FramesBurst, int FramesRefusedMax, int BytesPerSecond, int BytesBurst, int BytesOwedMax);

/// <summary>What the rate limit says.</summary>
/// <param name="Verdict">Whether the frame may pass.</param>
/// <param name="RetryAfterMs">When it may be tried again, if it is over.</param>
internal readonly record struct RateAnswer(RateVerdict Verdict, int RetryAfterMs);

/// <summary>How a frame stands to the rate limit.</summary>
internal enum RateVerdict
{
    /// <summary>It passes.</summary>
    Allowed,

    /// <summary>It is refused with RATE_LIMITED.</summary>
    Over,

    /// <summary>The client ignores the refusals: its connection ends with TOO_MANY_REQUESTS.</summary>
    FarOver,
}
