using GameServer.Actors;
using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;

namespace GameServer.Routing;

/// <summary>What the cluster's changes mean for this node's links, rooms and members. Called on the cluster actor's turn.</summary>
internal sealed class ClusterFollower(NodeLinks links, RemoteRooms remote, ActorRef linksActor, ActorRef host, ActorRef upkeep)
    : IClusterListener
{
    /// <inheritdoc />
    public void Changed(ClusterView view, ViewDiff diff)
    {
        links.View = view;
        var others = view.Nodes
            .Where(node => node.Process != links.Self)
            .Select(node => new LinkTarget(node.Process, node.LinkAddress))
            .ToList();
        linksActor.Tell(new LinksMessage.Nodes(others));

        // First, so that those who look see why rooms vanish from the listing.
        host.Tell(new HostMessage.Nodes(view.Nodes.Select(Listing).ToList()));
        foreach (var gone in diff.Gone.Where(gone => gone.Process != links.Self))
        {
            host.Tell(new HostMessage.NodeGone(gone.Process));
        }

        if (!diff.Gone.IsEmpty)
        {
            upkeep.Tell(RoomUpkeep.NodeGone.Instance);
        }

        host.Tell(HostMessage.LookAgain.Instance);
    }

    /// <inheritdoc />
    public void Thawed() => host.Tell(HostMessage.Thaw.Instance);

    /// <inheritdoc />
    public void Rejoined(Incarnation now, IReadOnlyList<MovedRoom> kept)
    {
        // The other nodes took this one for dead: none of them has its members any more.
        foreach (var node in links.View.Nodes)
        {
            remote.HostLost(node.Process);
        }

        host.Tell(new HostMessage.Rejoined(kept.ToDictionary(room => room.Room, room => room.Epoch)));
    }

    /// <inheritdoc />
    public void DrainAsked()
    {
        // It is the process that leaves: it tells the rooms when.
    }

    /// <inheritdoc />
    public void Clashed(NodeRow live)
    {
        // Its rooms stay frozen; they are the other's to take.
    }

    private static NodeListing Listing(ClusterNode node) => new()
    {
        Node = node.Node.Value,
        Rooms = (uint)node.Rooms,
        IsGateway = node.Roles.HasFlag(NodeRoles.Gateway),
        IsHost = node.Roles.HasFlag(NodeRoles.Host),
        IsDraining = node.IsDraining,
    };
}
