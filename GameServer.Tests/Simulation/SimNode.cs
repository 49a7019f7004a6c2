using System.Text;
using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Gateway;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Sessions;
using GameServer.Telemetry;
using GameServer.Tests.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace GameServer.Tests.Simulation;

/// <summary>
/// One life of a node: put together as ServerBuilder does it, on the classes of production, with virtual time, the world's scheduler and
/// lines instead of sockets. It ends by being let go at any moment.
/// </summary>
internal sealed class SimNode
{
    private static readonly SymmetricSecurityKey Key = new(Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef"));

    // Twenty frames at once are few enough that clients meet the limit.
    private static readonly GatewayOptions Gateway = new() { FramesPerSecond = 50, FramesBurst = 30 };

    private readonly SimWorld _world;
    private readonly ActorSystem _actors;
    private readonly SimDoor _door;
    private readonly List<SimLine> _lines = [];

    internal SimNode(SimWorld world, string name)
    {
        _world = world;
        Process = new SimProcess(world.Agenda);
        var (time, ids, traffic, sessions, table) =
            (new SimClock(world.Agenda, Process.Enter), new SimIds(world.Random), new Traffic(), new SessionTable(), new RoomTable());
        Life = $"{name}-{ids.NewId()[..4]}";
        var logs = new SimLog(Life, world.Trace, world.Errors);
        _actors = new ActorSystem(new ActorSystemOptions(time, Scheduler, world.Random.Next(), logs)
        {
            OnReceive = (receiver, message) => world.Trace.Received(Life, receiver, message),
        });
        var options = new RoomOptions { RoomsMax = 100, TurnBlockedMs = 60_000 };
        var health = new StoreHealth(logs.CreateLogger<StoreHealth>());
        var way = world.Variant.Store(new SimStore(world.Database, Process));
        var store = new StoreParts(way, new WorkOnVirtualTime(), health, new Incarnation(Life));
        var committers = Enumerable.Range(0, 2).Select(slice => _actors.Spawn($"committer-{slice}", () => new Committer(store))).ToList();
        var types = new RoomTypes([TypeOf(world)]);
        var links = new NodeLinks(new NodeId(Life), new GameServer.Links.LinkTable());
        var audiences = new RoomAudiences(sessions, links, traffic);
        var lease = GameServer.Cluster.NodeLease.ForeverOf(store.Self);
        var parts = new RoomParts(
            options, types, table, audiences, store, new Committers(committers), ids, traffic, lease, NoNeighbours.Instance);
        var watch = new TurnWatch(options, time, logs.CreateLogger<TurnWatch>());
        var host = _actors.Spawn("rooms", () => new RoomHost(parts, watch, logs));
        _actors.Spawn("upkeep", () => new RoomUpkeep(parts, new StorageOptions(), host));
        var door = new CommandDoor(options, parts.Commands, traffic);
        var remote = new RemoteRooms(types, sessions, traffic);
        var routes = new SessionRooms(new SessionRooms.Parts(table, types, sessions, host, door, remote, links));
        var tokens = new ResumeTokens([Key], TimeSpan.FromDays(1), time);
        var sessionParts = new SessionParts(new NodeId(name), new SessionOptions(), 65_536, routes, tokens, sessions);
        var directory = _actors.Spawn("sessions", () => new SessionDirectory(sessionParts));
        _door = new SimDoor(directory, tokens, ids, ticket => world.Variant.Presented(ticket, sessions.Find(ticket.Session)));
    }

    /// <summary>Names this life of the node.</summary>
    internal string Life { get; }

    internal SimProcess Process { get; }

    internal SimScheduler Scheduler { get; } = new();

    /// <summary>Turns that it can run now.</summary>
    internal int WokenCount => Process.IsRunning ? Scheduler.Count : 0;

    /// <summary>A client's connection comes in.</summary>
    internal void Accept(SimLine line)
    {
        _lines.RemoveAll(each => each.IsBroken);
        _lines.Add(line);
        var socket = new SimSocket(line, Process, Gateway.Outbox);
        _ = new SimConversation(socket, _door, _world.Agenda, Gateway);
    }

    /// <summary>One turn of one mailbox.</summary>
    internal void RunTurn(int index)
    {
        Scheduler.Run(index);
        _door.Look();
    }

    /// <summary>Something has happened: connections whose door has answered go on.</summary>
    internal void Look()
    {
        if (Process.IsRunning)
        {
            _door.Look();
        }
    }

    /// <summary>Gone with all that it had not stored.</summary>
    internal void Kill(bool silently)
    {
        Process.Kill();
        _lines.ForEach(line => line.ServerDied(silently));
    }

    private RoomType TypeOf(SimWorld world)
    {
        object Make() => new SimLedger(world.Plan.Settings);
        var found = RoomClass.Of(typeof(SimLedger), SimLedger.Type).ShouldBeOfType<RoomClassAnswer.Fit>().Class;
        var maker = new WatchedKernels(found.Maker, world.Activations, Life, world.Variant.Kernel);
        return new RoomType(new RoomClass(found.Type, found.Name, found.Schema, maker), world.Plan.Settings, Make);
    }
}
