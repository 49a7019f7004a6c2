namespace GameServer.Rooms;

/// <summary>
/// When what a room has said is written: at once while the room is quiet, and a window after the first that waits while it is busy, so that
/// several turns share one write per member. A room is busy when its turns come closer together than twice the window: waiting then saves
/// a third of the writes at least, and half of them where turns come a window apart. Pure; on the room's turn.
/// </summary>
internal sealed class FlushPace(TimeSpan window)
{
    private const int Weight = 8;

    /// <summary>A longer gap counts as this one, so that the first turn after a pause finds the room quiet.</summary>
    private const int GapWindowsMax = 2 * Weight;

    private readonly long _gapMax = GapWindowsMax * window.Ticks;
    private long _meanGap = GapWindowsMax * window.Ticks;
    private DateTimeOffset _saidAt;

    /// <summary>A turn of the room has something to say. How long it may wait; zero: it is written now.</summary>
    internal TimeSpan Said(DateTimeOffset now)
    {
        var gap = Math.Clamp((now - _saidAt).Ticks, 0, _gapMax);
        _saidAt = now;
        _meanGap += (gap - _meanGap) / Weight;
        return _meanGap >= 2 * window.Ticks ? TimeSpan.Zero : window;
    }
}
