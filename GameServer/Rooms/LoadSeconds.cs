namespace GameServer.Rooms;

/// <summary>
/// Judges a room's ticks second by second. A second has five ticks at least, so that one tick that had to wait for something, however long,
/// decides nothing. Pure; used on the room's turn.
/// </summary>
/// <param name="budget">The share of its time that a tick may take.</param>
internal sealed class LoadSeconds(double budget)
{
    internal const int TicksMin = 5;
    internal const int LongOver = 4;
    internal const int LongUnder = 5;

    /// <summary>What part of its budget a tick may take so that the room can count as calm.</summary>
    internal const double CalmPart = 0.75;

    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private TimeSpan _length;
    private int _ticks;
    private int _over;
    private int _near;
    private int _overInRow;
    private int _underInRow;

    /// <summary>How many ticks the last second had, and how many of them were over their budget.</summary>
    internal (int Ticks, int Over) Last { get; private set; }

    /// <param name="share">What share of its time the tick took.</param>
    /// <param name="time">How long after it the next one came.</param>
    /// <returns>The trend when this tick ends a second; else null.</returns>
    internal LoadTrend? Add(double share, TimeSpan time)
    {
        _length += time;
        _ticks++;
        _over += share > budget ? 1 : 0;
        _near += share > CalmPart * budget ? 1 : 0;
        return _length >= _second && _ticks >= TicksMin ? End() : null;
    }

    private LoadTrend End()
    {
        var isOver = 2 * _over >= _ticks;
        _overInRow = isOver ? _overInRow + 1 : 0;
        _underInRow = 10 * _near <= _ticks ? _underInRow + 1 : 0;
        Last = (_ticks, _over);
        (_length, _ticks, _over, _near) = (TimeSpan.Zero, 0, 0, 0);
        if (_overInRow == LongOver)
        {
            _overInRow = 0;
            return LoadTrend.LongOver;
        }

        if (_underInRow == LongUnder)
        {
            _underInRow = 0;
            return LoadTrend.LongUnder;
        }

        return isOver ? LoadTrend.Over : LoadTrend.Mixed;
    }
}
