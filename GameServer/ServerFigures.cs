using System.Diagnostics;
using GameServer.Actors;
using GameServer.Games.Feed;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer;

/// <summary>
/// Tells the feed room with the key "server", if someone watches it, what this server is doing: once a second, pushed like any reading.
/// </summary>
internal sealed class ServerFigures : IDisposable
{
    private static readonly RoomTypeName FeedType = new("feed");
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ActorRef _host;
    private readonly SessionTable _sessions;
    private readonly RoomTable _rooms;
    private readonly Traffic _traffic;
    private readonly TimeProvider _time;
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly ITimer _timer;
    private (long At, TimeSpan Cpu, long Commands, long Deliveries) _last;

    internal ServerFigures(ActorRef host, SessionTable sessions, RoomTable rooms, Traffic traffic, TimeProvider time)
    {
        (_host, _sessions, _rooms, _traffic, _time) = (host, sessions, rooms, traffic, time);
        _last = Read();
        _timer = time.CreateTimer(_ => Tell(), null, Interval, Interval);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _timer.Dispose();
        _process.Dispose();
    }

    private void Tell()
    {
        var now = Read();
        var seconds = _time.GetElapsedTime(_last.At, now.At).TotalSeconds;
        var publish = new Publish
        {
            Readings =
            {
                ["sessions"] = new Measurement { Value = _sessions.Count, Unit = "" },
                ["rooms"] = new Measurement { Value = _rooms.Count, Unit = "" },
                ["commands"] = new Measurement { Value = (now.Commands - _last.Commands) / seconds, Unit = "/s" },
                ["deliveries"] = new Measurement { Value = (now.Deliveries - _last.Deliveries) / seconds, Unit = "/s" },
                ["cpu"] = new Measurement { Value = 100 * (now.Cpu - _last.Cpu).TotalSeconds / seconds, Unit = "%" },
                ["memory"] = new Measurement { Value = _process.WorkingSet64 / 1048576.0, Unit = "MiB" },
            },
        };
        _last = now;
        _host.Tell(new HostMessage.TellKey(FeedType, "server", new FeedCommand { Publish = publish }));
    }

    private (long At, TimeSpan Cpu, long Commands, long Deliveries) Read()
    {
        _process.Refresh();
        return (_time.GetTimestamp(), _process.TotalProcessorTime, _traffic.Commands, _traffic.Deliveries);
    }
}
