using System.Text;
using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Cluster;
using GameServer.Gateway;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Sessions;
using GameServer.Telemetry;
using GameServer.Tests.Routing;
using Microsoft.IdentityModel.Tokens;

namespace GameServer.Tests.Simulation;

/// <summary>
/// One life of a node: what NodeAssembly makes in production too, with virtual time, the world's scheduler, the simulated store and lines
/// instead of sockets. It ends by being let go at any moment.
/// </summary>
internal sealed class SimNode
{
    private static readonly SymmetricSecurityKey Key = new(Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef"));

    // Thirty frames at once are few enough that clients meet the limit.
    private static readonly GatewayOptions Gateway = new() { FramesPerSecond = 50, FramesBurst = 30 };

    private readonly SimWorld _world;
    private readonly NodeCore _core;
    private readonly SimDoor _door;
    private readonly List<SimLine> _lines = [];

    internal SimNode(SimWorld world, SimSlot slot)
    {
        _world = world;
        Process = new SimProcess(world.Agenda);
        var (time, ids) = (new SimClock(world.Agenda, Process.Enter), new SimIds(world.Random));
        Life = $"{slot.Name}-{ids.NewId()[..4]}";
        var logs = new SimLog(Life, world.Trace, world.Verdict);
        _core = NodeAssembly.Assemble(new NodeIngredients
        {
            Options = new ServerOptions
            {
                Gateway = Gateway,
                Rooms = new RoomOptions { RoomsMax = 100, TurnBlockedMs = 60_000 },
                Cluster = world.Variant.Cluster(slot.Number),
            },
            Name = new NodeId(slot.Name),
            Self = new Incarnation(Life),
            Actors = new ActorSystem(new ActorSystemOptions(time, Scheduler, world.Random.Next(), logs)
            {
                OnReceive = (receiver, message) => world.Trace.Received(Life, receiver, message),
            }),
            Time = time,
            Ids = ids,
            Work = new WorkOnVirtualTime(),
            Store = world.Variant.Store(new SimStore(world.Database, Process)),
            Committers = 2,
            Types = new RoomTypes([.. SimLedger.Types(world.Plan).Select(each => TypeOf(each.Type, each.Settings))]),
            Keys = [Key],
            Logs = logs,
            Meter = new RoomMeter(time),
            Cluster = world.Plan.Nodes > 1 ? Cluster(slot) : null,
        });
        var tokens = new ResumeTokens([Key], TimeSpan.FromDays(1), time);
        var sessions = _core.Sessions;
        _door = new SimDoor(
            _core.SessionDirectory, tokens, ids, ticket => world.Variant.Presented(ticket, sessions.Find(ticket.Session)));
    }

    /// <summary>Names this life of the node.</summary>
    internal string Life { get; }

    internal SimProcess Process { get; }

    internal SimScheduler Scheduler { get; } = new();

    /// <summary>The way to other nodes; null: it is alone.</summary>
    internal SimLinkTransport? Links { get; private set; }

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
        if (Links is { } links)
        {
            _world.Network.Died(links, silently);
        }
    }

    private ClusterIngredients Cluster(SimSlot slot)
    {
        var self = new ClusterSelf(new NodeId(slot.Name), slot.Name, NodeRoles.Gateway | NodeRoles.Host, TakesOver: true);
        return new ClusterIngredients(
            self,
            new SimNodeStore(_world.Database, Process, _world.Leases),
            accept => Links = new SimLinkTransport(_world.Network, slot.Name, Process, accept),
            new SimWatch(_world.Counts));
    }

    private RoomType TypeOf(string type, RoomSettings settings)
    {
        var found = RoomClass.Of(typeof(SimLedger), type).ShouldBeOfType<RoomClassAnswer.Fit>().Class;
        var maker = new WatchedKernels(found.Maker, Ran, _world.Variant.Kernel);
        var roomClass = new RoomClass(found.Type, found.Name, found.Schema, maker);
        return new RoomType(roomClass, settings, () => new SimLedger(settings)) { IsClustered = _world.Plan.Nodes > 1 };
    }

    private void Ran(RoomBirth room)
    {
        _world.Activations.Ran(room.Id, room.Epoch, Life);
        _world.Leases.Ran(Life, _world.Agenda.Now);
    }
}
