using GameServer.Authoring;

namespace GameServer.Rooms;

/// <summary>
/// How a room keeps up with its ticks, from when its turns began and how long they took. All turns from one tick to the next count for the
/// time in between, commands' too. A tick that comes late has a longer time, so that catching up is no overload. Pure; used on the room's
/// turn.
/// </summary>
internal sealed class TickLoad(RoomSettings settings)
{
    private readonly TimeSpan _period = TimeSpan.FromSeconds(1) / settings.TickRate;
    private readonly LoadSeconds _seconds = new(settings.TickBudget);
    private readonly TickHistogram _recent = new();
    private TimeSpan? _tickBegan;
    private TimeSpan _busy;

    internal RoomLoad Load { get; private set; }

    /// <summary>How many ticks the last second had, and how many of them were over their budget.</summary>
    internal (int Ticks, int Over) LastSecond => _seconds.Last;

    /// <summary>What a tick may take.</summary>
    internal TimeSpan Budget => _period * settings.TickBudget;

    /// <summary>What of recent ticks so large a part took at most; null: there were none.</summary>
    internal TimeSpan? Percentile(double part) => _recent.Percentile(part) is { } share ? _period * share : null;

    /// <summary>A turn has run.</summary>
    /// <param name="began">When, since some time in the past.</param>
    /// <param name="took">How long it took.</param>
    /// <param name="ticked">A tick was run in it.</param>
    /// <returns>The load has changed.</returns>
    internal bool Turned(TimeSpan began, TimeSpan took, bool ticked)
    {
        if (!ticked)
        {
            _busy += took;
            return false;
        }

        var before = Load;
        if (_tickBegan is { } last && Judge(began - last) is { } trend)
        {
            Load = Load.After(trend);
        }

        (_tickBegan, _busy) = (began, took);
        return Load != before;
    }

    private LoadTrend? Judge(TimeSpan time)
    {
        _recent.Add(_busy / _period);
        return _seconds.Add(_busy / (time > _period ? time : _period), time);
    }
}
