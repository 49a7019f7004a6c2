using GameServer.Actors;
using GameServer.Cluster;
using GameServer.Links;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Sessions;
using GameServer.Telemetry;
using GameServer.Webhooks;
using Microsoft.Extensions.Logging;

namespace GameServer;

/// <summary>
/// Puts the parts of a node together that need no socket of a client: rooms, sessions, routes, and its part in the cluster.
/// </summary>
internal static class NodeAssembly
{
    // The parents of all rooms and all sessions: one bad message must not end their children, and a burst of those must be heard.
    private static readonly ActorOptions ParentOptions = new()
    {
        DataLaneMax = 65_536,
        ControlLaneMax = 1_048_576,
        Supervision = Supervision.Resume,
    };

    internal static NodeCore Assemble(NodeIngredients of)
    {
        var (options, actors, traffic) = (of.Options, of.Actors, new Traffic());
        var sessions = new SessionTable();
        var table = new RoomTable();
        var handedOn = new HandedOn();
        var linkTable = new LinkTable();
        var links = new NodeLinks(of.Self.Process, linkTable);
        var questions = new NodeQuestions(links);
        var lease = of.Cluster is null
            ? NodeLease.ForeverOf(of.Self)
            : new NodeLease(of.Time, of.Self) { Length = TimeSpan.FromMilliseconds(options.Cluster.LeaseMs) };
        var storeParts = new StoreParts(of.Store, of.Work, new StoreHealth(of.Logs.CreateLogger<StoreHealth>()), of.Self, of.Meter)
        {
            Tracing = of.Tracing,
        };
        var committers = new Committers(Enumerable
            .Range(0, of.Committers)
            .Select(slice => actors.Spawn($"committer-{slice}", () => new Committer(storeParts), ParentOptions))
            .ToList());
        var audience = new AudienceParts(sessions, links, traffic, of.Time);
        var remote = new RemoteRooms(of.Types, audience);
        INeighbours neighbours = of.Cluster is { } others
            ? new Neighbours(links, remote, handedOn, others.Self.Roles.HasFlag(NodeRoles.Host))
            : NoNeighbours.Instance;
        var keeper = Keeper(of, storeParts);
        var roomParts = new RoomParts(
            options.Rooms,
            of.Types,
            table,
            new RoomAudiences(audience),
            storeParts,
            committers,
            of.Ids,
            traffic,
            lease,
            neighbours,
            of.Name)
        {
            Announcer = Announcer(of, keeper),
        };
        var watch = new TurnWatch(options.Rooms, of.Time, of.Logs.CreateLogger<TurnWatch>());
        var host = actors.Spawn("rooms", () => new RoomHost(roomParts, watch, of.Logs), ParentOptions);
        var upkeep = actors.Spawn("upkeep", () => new RoomUpkeep(roomParts, options.Storage, host), ParentOptions);
        var door = new CommandDoor(options.Rooms, roomParts.Commands, traffic);
        var routes = new SessionRooms(new SessionRooms.Parts(table, of.Types, sessions, host, door, remote, links)
        {
            Tracing = of.Tracing,
        });
        var cluster = of.Cluster is null ? null : Join(of, lease, linkTable, new ClusterFollowerParts(links, remote, host, upkeep), () =>
            new LinkSwitch(new LinkSwitch.Parts(
                host,
                table,
                sessions,
                remote,
                handedOn,
                links,
                new LinkedRequests(host, table, of.Types, door, links, of.Tracing),
                questions)));
        var tokens = new ResumeTokens(of.Keys, TimeSpan.FromMilliseconds(options.Sessions.ResumeTokenLifetimeMs), of.Time);
        var sessionParts = new SessionParts(of.Name, options.Sessions, options.Gateway.MessageBytesMax, routes, tokens, sessions)
        {
            IsClustered = of.Cluster is not null,
            Tracing = of.Tracing,
        };
        var directory = actors.Spawn("sessions", () => new SessionDirectory(sessionParts), ParentOptions);
        return new NodeCore(actors, host, table, sessions, directory, new SessionDoor(directory, tokens, of.Ids), traffic, cluster)
        {
            Signs = new NodeSigns(storeParts.Health, lease, watch),
            Links = linkTable,
            Types = of.Types,
            Keeper = keeper,
            Questions = questions,
            Ids = of.Ids,
        };
    }

    private static ActorRef? Keeper(NodeIngredients of, StoreParts store)
    {
        if (of.Webhooks is not { } webhooks)
        {
            return null;
        }

        var parts = new WebhookParts(
            of.Options.Webhooks, store, webhooks.Announcements, webhooks.Sender, webhooks.Meter, of.Logs.CreateLogger<WebhookParts>());
        foreach (var endpoint in webhooks.Endpoints)
        {
            of.Actors.Spawn($"webhook-{endpoint.Name}", () => new WebhookCourier(endpoint, parts), ParentOptions);
        }

        return of.Actors.Spawn("webhooks", () => new WebhookKeeper(parts), ParentOptions);
    }

    private static IAnnouncer Announcer(NodeIngredients of, ActorRef? keeper) => of.Webhooks is { } webhooks && keeper is not null
        ? new WebhookAnnouncer(
            webhooks.Endpoints, of.Options.Webhooks.StateBytesMax, of.Name, keeper, of.Logs.CreateLogger<WebhookAnnouncer>())
        : NoAnnouncer.Instance;

    private static NodeCluster Join(
        NodeIngredients of, NodeLease lease, LinkTable table, ClusterFollowerParts follows, Func<LinkSwitch> makeSwitch)
    {
        var (cluster, options) = (of.Cluster!, of.Options);
        var linkSwitch = makeSwitch();
        LinkDoor? door = null;
        var transport = cluster.Transport(connection => door!.Accept(connection));
        var secret = new LinkSecret(of.Keys.Select(key => key.Key).ToList());
        var linkParts = new LinkParts(
            of.Self.Process,
            of.Release.Links,
            secret,
            options.Links,
            transport,
            linkSwitch,
            table,
            of.Ids,
            of.Logs.CreateLogger<LinkParts>());
        var links = of.Actors.Spawn("links", () => new LinksActor(linkParts), ParentOptions);
        door = new LinkDoor(links, linkParts);
        var follower = new ClusterFollower(follows.Links, follows.Remote, links, follows.Host, follows.Upkeep);
        var parts = new ClusterParts(cluster.Store, of.Work, of.Time, lease, options.Cluster, [cluster.Watch, follower]);
        var actor = of.Actors.Spawn(
            "cluster", () => new ClusterActor(cluster.Self, parts, of.Logs.CreateLogger<ClusterActor>()), ParentOptions);
        linkSwitch.Cluster = actor;
        return new NodeCluster(actor, follows.Links, linkSwitch, transport);
    }

    private sealed record ClusterFollowerParts(NodeLinks Links, RemoteRooms Remote, ActorRef Host, ActorRef Upkeep);
}
