using System.Globalization;
using System.Text;
using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Identity;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Sessions;
using GameServer.Telemetry;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Sessions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Tokens;

namespace GameServer.Tests.Routing;

/// <summary>A node without sockets, on one thread and manual time: sessions, routes and rooms are the very ones of production.</summary>
internal sealed class NodeWorld : IDisposable
{
    private readonly ActorWorld _world;
    private readonly ActorRef _directory;
    private readonly TurnWatch _watch;
    private int _players;

    /// <param name="rooms">Room types by name; each call of the function makes an instance.</param>
    internal NodeWorld(params (string Name, Func<object> New)[] rooms)
    {
        _world = new ActorWorld();
        var traffic = new Traffic();
        var sessions = new SessionTable();
        var ids = new CountingIds();
        _watch = new TurnWatch(new RoomOptions(), _world.Time, new LinesLogger<TurnWatch>(WatchLog));
        var types = new RoomTypes(rooms.Select(room => TypeOf(room.Name, room.New)));
        var audiences = new RoomAudiences(sessions, traffic);
        var parts = new RoomParts(new RoomOptions { RoomsMax = 50 }, types, Rooms, audiences, new WorkNow(), ids, traffic);
        var host = _world.System.Spawn("rooms", () => new RoomHost(parts, _watch, NullLoggerFactory.Instance));
        var node = new NodeId("n1");
        var routes = new SessionRooms(
            new SessionRooms.Parts(node, Rooms, sessions, host, new RoomOptions(), parts.Commands, traffic));
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef"));
        var tokens = new ResumeTokens([key], TimeSpan.FromHours(1), _world.Time);
        var sessionParts = new SessionParts(node, new SessionOptions(), 65_536, routes, tokens, sessions);
        _directory = _world.System.Spawn("sessions", () => new SessionDirectory(sessionParts));
    }

    internal RoomTable Rooms { get; } = new();

    internal ManualTime Time => _world.Time;

    /// <summary>What the watch for blocked turns wrote.</summary>
    internal List<string> WatchLog { get; } = [];

    public void Dispose()
    {
        _watch.Dispose();
        _world.Dispose();
    }

    internal void Advance(TimeSpan by) => _world.Advance(by);

    internal void RunUntilIdle() => _world.RunUntilIdle();

    /// <summary>A player with a session and a connection.</summary>
    internal NodePlayer Connect()
    {
        var name = $"p{++_players}";
        var identity = new PlayerIdentity(new PlayerId(name), name, new HashSet<string>(), IsGuest: true);
        var connection = new RecordingConnection();
        var asked = _directory.Ask<DoorAnswer>(
            answer => new SessionDirectory.Connect(new SessionId("s-" + name), identity, connection, null, default, answer),
            TimeSpan.FromSeconds(5));
        _world.RunUntilIdle();
        return new NodePlayer(this, connection, asked.GetAwaiter().GetResult().ShouldBeOfType<DoorAnswer.Opened>().Session);
    }

    private static RoomType TypeOf(string name, Func<object> make)
    {
        var sample = make();
        var roomClass = RoomClass.Of(sample.GetType(), name).ShouldBeOfType<RoomClassAnswer.Fit>().Class;
        return new RoomType(roomClass, roomClass.Settings(sample), make);
    }

    private sealed class CountingIds : IIdSource
    {
        private int _last;

        public string NewId() => "id" + (++_last).ToString("D4", CultureInfo.InvariantCulture);
    }

    /// <summary>Work that is done as soon as it is started.</summary>
    private sealed class WorkNow : IWorkEdge
    {
        public void Start(Func<CancellationToken, Task<object?>> work, CancellationToken cancel, Action<object?, Exception?> done)
        {
            var task = work(cancel);
            task.IsCompleted.ShouldBeTrue("work on virtual time does not wait");
            done(task.IsCompletedSuccessfully ? task.GetAwaiter().GetResult() : null, task.Exception);
        }
    }
}
