using System.Diagnostics.Metrics;

namespace GameServer.Telemetry;

/// <summary>
/// What is measured of rooms and of their commits, as it happens. May be used from any thread. The clock is read only while somebody
/// listens, or for rooms that have ticks; what it says goes nowhere but into the measurement and the watch over those rooms' ticks.
/// </summary>
internal sealed class RoomMeter : IDisposable
{
    internal const string Name = "GameServer.Rooms";
    internal const string TurnDuration = "gameserver.room.turn.duration";
    internal const string CommitDuration = "gameserver.store.commit.duration";

    /// <summary>For nodes that are not this server: nobody listens to that name.</summary>
    internal const string RehearsalName = "Rehearsal";

    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.000_01, 0.000_03, 0.000_1, 0.000_3, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    };

    private readonly TimeProvider _time;
    private readonly Meter _meter;
    private readonly Histogram<double> _turns;
    private readonly Histogram<double> _commits;
    private readonly Counter<long> _openings;
    private readonly Counter<long> _takeovers;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _overloads;

    /// <param name="time">What durations are measured with.</param>
    /// <param name="meters">Makes the server's meters; null: nobody listens to this one but by its name.</param>
    /// <param name="name">Of the meter.</param>
    internal RoomMeter(TimeProvider time, IMeterFactory? meters = null, string name = Name)
    {
        _time = time;
        _meter = meters?.Create(name) ?? new Meter(name);
        _turns = _meter.CreateHistogram(TurnDuration, "s", "How long turns of rooms took", null, Durations);
        _commits = _meter.CreateHistogram(
            CommitDuration,
            "s",
            "From the giving of a batch of committed turns to the store to its answer, with tries that failed",
            null,
            Durations);
        _openings = _meter.CreateCounter<long>("gameserver.room.openings", "{room}", "Rooms that began to run here, new ones and others");
        _takeovers = _meter.CreateCounter<long>(
            "gameserver.room.takeovers", "{room}", "Rooms among them that were stored and were taken over, or woken");
        _failures = _meter.CreateCounter<long>(
            "gameserver.room.failures", "{room}", "Rooms that could not be read or activated, were refused by the store, or broke");
        _overloads = _meter.CreateCounter<long>(
            "gameserver.room.overloads", "{overload}", "How often rooms ceased to keep up with their ticks, by type");
    }

    /// <summary>A turn begins: what <see cref="TurnEnded"/> wants.</summary>
    /// <param name="isWatched">It is measured even if nobody listens.</param>
    internal long TurnBegins(bool isWatched) => isWatched || _turns.Enabled ? _time.GetTimestamp() : 0;

    /// <summary>How long the turn took; zero when it was not measured.</summary>
    internal TimeSpan TurnEnded(long began)
    {
        if (began == 0)
        {
            return TimeSpan.Zero;
        }

        var took = _time.GetElapsedTime(began);
        _turns.Record(took.TotalSeconds);
        return took;
    }

    /// <summary>When that was, since some time in the past.</summary>
    internal TimeSpan TimeOf(long began) => _time.GetElapsedTime(0, began);

    internal void Committed(TimeSpan took) => _commits.Record(took.TotalSeconds);

    internal void RoomOpened(bool isTakenOver)
    {
        _openings.Add(1);
        if (isTakenOver)
        {
            _takeovers.Add(1);
        }
    }

    internal void RoomFailed() => _failures.Add(1);

    internal void RoomOverloaded(string roomType) => _overloads.Add(1, new KeyValuePair<string, object?>("room.type", roomType));

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
