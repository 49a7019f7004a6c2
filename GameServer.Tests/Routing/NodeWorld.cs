using System.Globalization;
using System.Text;
using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Links;
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
    private int _players;

    /// <param name="rooms">Room types by name; each call of the function makes an instance.</param>
    internal NodeWorld(params (string Name, Func<object> New)[] rooms)
        : this(new NodeWorldOptions(), rooms)
    {
    }

    internal NodeWorld(NodeWorldOptions options, params (string Name, Func<object> New)[] rooms)
    {
        _world = new ActorWorld(options.Seed, options.Loggers, options.Time);
        var roomOptions = options.Rooms;
        Watch = new TurnWatch(roomOptions, _world.Time, new LinesLogger<TurnWatch>(WatchLog));
        var types = new RoomTypes(rooms.Select(room => TypeOf(room.Name, room.New, options.IsClustered)).ToList());
        Health = new StoreHealth(new LinesLogger<StoreHealth>(StoreLog));
        var self = new Incarnation(options.Ids.NewId());
        var store = new StoreParts(options.Store, new WorkOnVirtualTime(), Health, self, new RoomMeter(_world.Time))
        {
            Tracing = options.Tracing,
        };
        var slices = Enumerable.Range(0, 2).Select(slice => _world.System.Spawn($"committer-{slice}", () => new Committer(store)));
        var node = new NodeId("n1");
        var links = new NodeLinks(node, new LinkTable());
        var audience = new AudienceParts(Sessions, links, Traffic, _world.Time);
        var audiences = new RoomAudiences(audience);
        var parts = new RoomParts(
            roomOptions,
            types,
            Rooms,
            audiences,
            store,
            new Committers(slices.ToList()),
            options.Ids,
            Traffic,
            Lease = LeaseOf(options, store.Self),
            options.Neighbours,
            node);
        var logs = options.Loggers ?? NullLoggerFactory.Instance;
        Host = _world.System.Spawn("rooms", () => new RoomHost(parts, Watch, logs));
        _world.System.Spawn("upkeep", () => new RoomUpkeep(parts, options.Storage, Host));
        var door = new CommandDoor(roomOptions, parts.Commands, Traffic);
        var remote = new RemoteRooms(types, audience);
        var routes = new SessionRooms(new SessionRooms.Parts(Rooms, types, Sessions, Host, door, remote, links)
        {
            Tracing = options.Tracing,
        });
        var key = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef"));
        var tokens = new ResumeTokens([key], TimeSpan.FromHours(1), _world.Time);
        var requests = new LinkedRequests(Host, Rooms, types, door, links, options.Tracing);
        var questions = new NodeQuestions(links);
        FromNodes = new LinkSwitch(new LinkSwitch.Parts(Host, Rooms, Sessions, remote, options.HandedOn, links, requests, questions));
        var sessionParts = new SessionParts(node, new SessionOptions(), 65_536, routes, tokens, Sessions)
        {
            Tracing = options.Tracing,
        };
        _directory = _world.System.Spawn("sessions", () => new SessionDirectory(sessionParts));
    }

    internal SessionTable Sessions { get; } = new();

    internal ActorRef Host { get; }

    /// <summary>Where what other nodes say comes in.</summary>
    internal ILinkInbox FromNodes { get; }

    internal NodeLease Lease { get; }

    internal Traffic Traffic { get; } = new();

    internal StoreHealth Health { get; }

    internal TurnWatch Watch { get; }

    /// <summary>What was logged of the store's health.</summary>
    internal List<string> StoreLog { get; } = [];

    internal RoomTable Rooms { get; } = new();

    internal ManualTime Time => _world.Time;

    /// <summary>What the watch for blocked turns wrote.</summary>
    internal List<string> WatchLog { get; } = [];

    public void Dispose()
    {
        Watch.Dispose();
        _world.Dispose();
    }

    internal void Advance(TimeSpan by) => _world.Advance(by);

    internal void RunUntilIdle() => _world.RunUntilIdle();

    /// <summary>A player with a session and a connection.</summary>
    internal NodePlayer Connect() => Connect($"p{++_players}", resume: null, presented: default);

    /// <summary>The same over a connection that the test has in its hands.</summary>
    internal NodePlayer Connect(RecordingConnection connection) => Connect($"p{++_players}", resume: null, presented: default, connection);

    /// <summary>A connection of the player's one session.</summary>
    /// <param name="name">The player.</param>
    /// <param name="resume">Where the client stands; null: a new session.</param>
    /// <param name="presented">The generation in its token.</param>
    /// <param name="over">The connection; null: one of its own.</param>
    internal NodePlayer Connect(string name, Resume? resume, Generation presented, RecordingConnection? over = null)
    {
        var identity = new PlayerIdentity(new PlayerId(name), name, new HashSet<string>(), IsGuest: true);
        var connection = over ?? new RecordingConnection();
        var asked = _directory.Ask<DoorAnswer>(
            answer => new SessionDirectory.Connect(new SessionId("s-" + name), identity, connection, resume, presented, answer),
            TimeSpan.FromSeconds(5));
        _world.RunUntilIdle();
        return new NodePlayer(this, connection, asked.GetAwaiter().GetResult().ShouldBeOfType<DoorAnswer.Opened>().Session);
    }

    private NodeLease LeaseOf(NodeWorldOptions options, Incarnation self)
    {
        if (options.Lease == TimeSpan.Zero)
        {
            return NodeLease.ForeverOf(self);
        }

        var lease = new NodeLease(_world.Time, self) { Length = options.Lease };
        lease.Renew(_world.Time.GetTimestamp(), TimeSpan.FromDays(1));
        return lease;
    }

    private static RoomType TypeOf(string name, Func<object> make, bool isClustered)
    {
        var sample = make();
        var roomClass = RoomClass.Of(sample.GetType(), name).ShouldBeOfType<RoomClassAnswer.Fit>().Class;
        return new RoomType(roomClass, roomClass.Settings(sample), make) { IsClustered = isClustered };
    }
}
