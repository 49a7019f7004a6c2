using GameServer.Actors;
using GameServer.Cluster;
using GameServer.Games.Feed;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Sessions;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging;

namespace GameServer;

/// <summary>
/// Tells the feed room with the key "server", if someone watches it, what this server is doing: once a second, pushed like any reading. The
/// cluster learns how many rooms it runs.
/// Readings whose names end in "total" count from the start of the server and belong to the same moment, so two of them make a rate.
/// </summary>
internal sealed class ServerFigures : IDisposable
{
    private static readonly RoomTypeName FeedType = new("feed");
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly FigureSources _of;
    private readonly Traffic _traffic;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private Reading _last;
    private bool _hasFailed;
    private bool _isDisposed;

    internal ServerFigures(FigureSources of, TimeProvider time, ILogger<ServerFigures> log)
    {
        (_of, _traffic, _time, _log) = (of, of.Traffic, time, log);
        _last = Read();
        _timer = time.CreateTimer(_ => TryTell(), null, Interval, Interval);
    }

    /// <summary>Waits for a reading that is being told; nothing is told afterwards.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _isDisposed = true;
        }
    }

    // What escapes a timer's callback ends the process.
    private void TryTell()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            try
            {
                Tell();
            }
            catch (Exception cause)
            {
                if (!_hasFailed)
                {
                    _hasFailed = true;
                    _log.FiguresFailed(cause);
                }
            }
        }
    }

    private void Tell()
    {
        var now = Read();
        var seconds = _time.GetElapsedTime(_last.At, now.At).TotalSeconds;
        var publish = new Publish
        {
            Readings =
            {
                ["sessions"] = new Measurement { Value = _of.Sessions.Count, Unit = "" },
                ["rooms"] = new Measurement { Value = _of.Rooms.Count, Unit = "" },
                ["commands"] = new Measurement { Value = (now.Commands - _last.Commands) / seconds, Unit = "/s" },
                ["deliveries"] = new Measurement { Value = (now.Deliveries - _last.Deliveries) / seconds, Unit = "/s" },
                ["cpu"] = new Measurement { Value = 100 * (now.Cpu - _last.Cpu).TotalSeconds / seconds, Unit = "%" },
                ["memory"] = new Measurement { Value = Environment.WorkingSet / 1048576.0, Unit = "MiB" },
                ["turns total"] = new Measurement { Value = now.Turns, Unit = "" },
                ["commands total"] = new Measurement { Value = now.Commands, Unit = "" },
                ["deliveries total"] = new Measurement { Value = now.Deliveries, Unit = "" },
                ["timed turns total"] = new Measurement { Value = now.TimedTurns, Unit = "" },
                ["lateness total"] = new Measurement { Value = now.Lateness.TotalMicroseconds, Unit = "µs" },
                ["lateness max"] = new Measurement { Value = _traffic.TakeLatest().TotalMicroseconds, Unit = "µs" },
                ["allocated total"] = new Measurement { Value = now.AllocatedBytes, Unit = "B" },
                ["gc total"] = new Measurement { Value = GC.CollectionCount(0), Unit = "" },
            },
        };
        _last = now;
        _of.Cluster?.Tell(new ClusterMessage.Load(_of.Rooms.Count));
        _of.Host.Tell(new HostMessage.TellKey(FeedType, "server", new FeedCommand { Publish = publish }));
    }

    private Reading Read() => new(
        _time.GetTimestamp(),
        Environment.CpuUsage.TotalTime,
        _traffic.Turns,
        _traffic.Commands,
        _traffic.Deliveries,
        _traffic.TimedTurns,
        _traffic.Lateness,
        GC.GetTotalAllocatedBytes());

    /// <summary>What has been used and done since the server started.</summary>
    private readonly record struct Reading(
        long At, TimeSpan Cpu, long Turns, long Commands, long Deliveries, long TimedTurns, TimeSpan Lateness, long AllocatedBytes);
}

/// <summary>What a server's figures are taken from, and who is told.</summary>
internal sealed record FigureSources(ActorRef Host, ActorRef? Cluster, SessionTable Sessions, RoomTable Rooms, Traffic Traffic);
