using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer.Rooms;

/// <summary>Measures whether a room keeps up with its ticks, and has the room and its operators told. Used on the room's turn.</summary>
internal sealed class TickWatch
{
    private readonly RoomEntry _room;
    private readonly IRoomKernel _kernel;
    private readonly RunningTurn _running;
    private readonly RoomMeter _meter;
    private readonly ILogger _log;
    private readonly TickLoad _load;
    private ulong _tick;

    private TickWatch(RoomEntry room, IRoomKernel kernel, RunningTurn running, RoomMeter meter, ILogger log)
    {
        (_room, _kernel, _running, _meter, _log) = (room, kernel, running, meter, log);
        _load = new TickLoad(kernel.Settings);
        _tick = kernel.LastTick;
    }

    /// <summary>How it keeps up.</summary>
    internal TickFigures Figures => new(_load.Load, _load.Budget, _load.Percentile(0.5), _load.Percentile(0.99));

    /// <summary>Null for a room without ticks: it has nothing to keep up with.</summary>
    internal static TickWatch? Of(RoomEntry room, IRoomKernel kernel, RunningTurn running, RoomMeter meter, ILogger log) =>
        kernel.Settings.TickRate == 0 ? null : new TickWatch(room, kernel, running, meter, log);

    /// <summary>A turn has run.</summary>
    /// <param name="began">When, by the meter.</param>
    /// <param name="took">How long it took.</param>
    /// <returns>What the room is to be told with its next turn; null: nothing.</returns>
    internal RoomInput.Overload? Turned(long began, TimeSpan took)
    {
        var tick = _kernel.LastTick;
        var ticked = tick != _tick;
        _tick = tick;
        if (!_load.Turned(_meter.TimeOf(began), took, ticked))
        {
            return null;
        }

        Tell(_load.Load, _running.Load);
        _running.Load = _load.Load;
        return new RoomInput.Overload(_load.Load);
    }

    private void Tell(RoomLoad load, RoomLoad before)
    {
        if (load == RoomLoad.Calm)
        {
            _log.RoomCalm(_room.Id.Value, _room.Type.Name.Value);
            return;
        }

        if (before == RoomLoad.Calm)
        {
            _meter.RoomOverloaded(_room.Type.Name.Value);
        }

        var (ticks, over) = _load.LastSecond;
        _log.RoomOverloaded(_room.Id.Value, _room.Type.Name.Value, load.ToString(), over, ticks, _load.Budget.TotalMilliseconds);
    }
}

/// <summary>How a room keeps up with its ticks.</summary>
/// <param name="Load">As the room knows it.</param>
/// <param name="Budget">What the turns of a tick may take.</param>
/// <param name="Median">What they took of late, of half of the ticks at most; null: there was none.</param>
/// <param name="Highest">Of 99 of 100 at most.</param>
internal readonly record struct TickFigures(RoomLoad Load, TimeSpan Budget, TimeSpan? Median, TimeSpan? Highest);
