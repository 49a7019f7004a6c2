namespace GameServer.Rooms;

/// <summary>
/// When what a room has said is written: at once while the room is quiet, and at the latest a window after the first that waits while it is
/// busy, so that several turns share one write per member. A room is busy when its turns come closer together than twice the window:
/// waiting then saves a third of the writes at least, and half of them where turns come a window apart. Where turns come evenly, the last
/// that can come within the window is known for it, and the rest of the window is not waited for. Pure; on the room's turn.
/// </summary>
internal sealed class FlushPace(TimeSpan window)
{
    private const int Weight = 8;

    /// <summary>A longer gap counts as this one, so that the first turn after a pause finds the room quiet.</summary>
    private const int GapWindowsMax = 2 * Weight;

    /// <summary>
    /// A turn is expected no earlier than the mean gap less so many mean deviations, the estimate that RFC 6298 makes of a round trip.
    /// Where turns come by chance alone that is at once.
    /// </summary>
    private const int Deviations = 2;

    private readonly long _gapMax = GapWindowsMax * window.Ticks;
    private long _meanGap = GapWindowsMax * window.Ticks;
    private long _deviation;
    private DateTimeOffset _saidAt;
    private DateTimeOffset? _waitsSince;

    /// <summary>A turn of the room has something to say. How long it may wait; zero: it is written now, with all that waits.</summary>
    internal TimeSpan Said(DateTimeOffset now)
    {
        var gap = Math.Clamp((now - _saidAt).Ticks, 0, _gapMax);
        _saidAt = now;
        _deviation += (Math.Abs(gap - _meanGap) - _deviation) / Weight;
        _meanGap += (gap - _meanGap) / Weight;
        if (_meanGap >= 2 * window.Ticks)
        {
            return TimeSpan.Zero;
        }

        if (_waitsSince is not { } first)
        {
            _waitsSince = now;
            return window;
        }

        var next = now.AddTicks(_meanGap - (Deviations * _deviation));
        var end = first + window;
        return next > end || now > end ? TimeSpan.Zero : end - now;
    }

    /// <summary>All that waited is written.</summary>
    internal void Written() => _waitsSince = null;
}
