using GameServer.Sessions;

namespace GameServer.Gateway;

/// <summary>
/// What the connections from one address have together: how many there are, how fast new ones come, and what all of them send. May be used
/// from any thread; what the registry counts, it counts under its own lock.
/// </summary>
internal sealed class AddressShare(string address, AddressLimits limits, TimeSpan now)
{
    private readonly Lock _lock = new();
    private TokenBucket _handshakes = new(limits.HandshakesPerSecond, limits.HandshakesBurst, now);
    private TokenBucket _frames = new(limits.FramesPerSecond, limits.FramesBurst, now);
    private TokenBucket _bytes = new(limits.BytesPerSecond, limits.BytesBurst, now);

    internal string Address => address;

    /// <summary>Connections now; the registry's.</summary>
    internal int Connections { get; set; }

    /// <summary>Whether one more connection may be made now; the registry's.</summary>
    internal bool TryConnect(TimeSpan now) => _handshakes.TryTake(1, now);

    /// <summary>Nothing would be different if it were made anew; the registry's.</summary>
    internal bool IsForgettable(TimeSpan now)
    {
        lock (_lock)
        {
            return Connections == 0
                && IsFull(ref _handshakes, limits.HandshakesBurst, now)
                && IsFull(ref _frames, limits.FramesBurst, now)
                && IsFull(ref _bytes, limits.BytesBurst, now);
        }
    }

    /// <summary>Bytes are here already when they are counted: they are owed, and frames are refused until they are paid.</summary>
    internal void TakeBytes(long count, TimeSpan now)
    {
        lock (_lock)
        {
            _bytes.Owe(count, now);
        }
    }

    /// <summary>Counts one frame. 0: it may pass; else after how many milliseconds one may.</summary>
    internal int TakeFrame(TimeSpan now)
    {
        lock (_lock)
        {
            _bytes.Owe(0, now);
            var bytesOwed = _bytes.Missing(0);
            if (bytesOwed == 0 && _frames.TryTake(1, now))
            {
                return 0;
            }

            var seconds = Math.Max(_frames.Missing(1) / limits.FramesPerSecond, bytesOwed / limits.BytesPerSecond);
            return Math.Max(1, (int)Math.Ceiling(seconds * 1000));
        }
    }

    private static bool IsFull(ref TokenBucket bucket, int burst, TimeSpan now)
    {
        bucket.Owe(0, now);
        return bucket.Missing(burst) <= 0;
    }
}

/// <summary>What all connections from one address may do together.</summary>
/// <param name="HandshakesPerSecond">New connections, steadily.</param>
/// <param name="HandshakesBurst">New connections at once.</param>
/// <param name="FramesPerSecond">Steadily.</param>
/// <param name="FramesBurst">At once.</param>
/// <param name="BytesPerSecond">Steadily.</param>
/// <param name="BytesBurst">At once.</param>
internal sealed record AddressLimits(
    int HandshakesPerSecond, int HandshakesBurst, int FramesPerSecond, int FramesBurst, int BytesPerSecond, int BytesBurst);
