using System.Collections.Concurrent;
using GameServer.Authoring;
using GameServer.Protocol.Identity;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Rooms;

/// <summary>Names in the log every turn that runs for too long, with its room and handler: once per turn, while it still runs.</summary>
internal sealed class TurnWatch : IDisposable
{
    /// <summary>The number of the turn that was named last, by room; 0: none yet.</summary>
    private readonly ConcurrentDictionary<RunningTurn, long> _named = new();
    private readonly RoomOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<TurnWatch> _log;
    private readonly ITimer _timer;

    internal TurnWatch(RoomOptions options, TimeProvider time, ILogger<TurnWatch> log)
    {
        (_options, _time, _log) = (options, time, log);
        var period = TimeSpan.FromMilliseconds(Math.Max(options.TurnBlockedMs / 2, 5));
        _timer = time.CreateTimer(_ => Look(), null, period, period);
    }

    /// <summary>The running turn that began first, as the type of its room and for how long; null: none runs.</summary>
    internal (string RoomType, TimeSpan Elapsed)? Longest()
    {
        var now = _time.GetUtcNow();
        (string RoomType, TimeSpan Elapsed)? longest = null;
        foreach (var running in _named.Keys)
        {
            if (running.Now is { } turn && now - turn.Since > (longest?.Elapsed ?? TimeSpan.Zero))
            {
                longest = (running.Room.Type.Name.Value, now - turn.Since);
            }
        }

        return longest;
    }

    /// <summary>How many rooms of each type don't keep up with their ticks; types without one are left out.</summary>
    internal IReadOnlyDictionary<RoomTypeName, int> Overloaded() => _named.Keys
        .Where(static running => running.Load != RoomLoad.Calm)
        .CountBy(static running => running.Room.Type.Name)
        .ToDictionary();

    internal void Add(RunningTurn turn) => _named[turn] = 0;

    internal void Remove(RunningTurn turn) => _named.TryRemove(turn, out _);

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = _time.GetUtcNow();
        foreach (var (running, named) in _named)
        {
            if (running.Now is not { } turn || turn.Number == named)
            {
                continue;
            }

            var elapsed = now - turn.Since;
            if (elapsed.TotalMilliseconds >= _options.TurnBlockedMs)
            {
                _named.TryUpdate(running, turn.Number, named);
                var handler = turn.Handler ?? "between handlers";
                _log.TurnBlocked(running.Room.Id.Value, running.Room.Type.Name.Value, handler, (long)elapsed.TotalMilliseconds);
            }
        }
    }
}
