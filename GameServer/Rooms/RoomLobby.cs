using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>
/// What is listed of this node's rooms and of the others', for whoever asks and for the lobby rooms, which follow it. On the room host's
/// turn.
/// </summary>
internal sealed class RoomLobby(RoomParts parts, RoomIndex index, RemoteListings elsewhere)
{
    private static readonly RoomTypeName LobbyType = new("lobby");

    private IReadOnlyList<NodeListing> _nodes = [];

    /// <summary>What is listed until the room's first turn: joins that come meanwhile find it.</summary>
    internal RoomListing Blank(RoomEntry room, RoomBirth birth) => new()
    {
        RoomId = room.Id.Value,
        RoomType = room.Type.Name.Value,
        Key = room.Key,
        Properties = { new Dictionary<string, string>(birth.Properties) },
        MembersMax = (uint)room.Type.Settings.MaxMembers,
        Open = true,
        CreatedMs = (ulong)birth.Now.ToUnixTimeMilliseconds(),
        Node = parts.Node.Value,
    };

    /// <summary>What the other nodes are told of this one's rooms.</summary>
    internal NodeListings All() => new()
    {
        IsAll = true,
        Listed = { index.Listings("", [], int.MaxValue).Where(listing => parts.Types.IsPlaced(new RoomTypeName(listing.RoomType))) },
    };

    internal void ListElsewhere(NodeId node, NodeListings change) => TellOwnLobbies(elsewhere.Change(node, change));

    internal void ForgetElsewhere(NodeId node) => TellOwnLobbies(elsewhere.Forget(node));

    /// <summary>The cluster has told which nodes are live.</summary>
    internal void ListNodes(IReadOnlyList<NodeListing> nodes)
    {
        _nodes = nodes;
        TellAllTypes(new LobbyCommand { Nodes = { nodes }, IsAllNodes = true });
    }

    internal void Gone(RoomEntry room)
    {
        TellLobbies(room, new LobbyCommand { Unlisted = { room.Id.Value } });
        TellOwnCount();
    }

    internal void List(HostMessage.Listed listed)
    {
        // The room keeps the message it sent.
        var listing = listed.Listing.Clone();
        listing.Node = parts.Node.Value;
        if (index.SetListing(listed.Room, listing) is { } room)
        {
            TellLobbies(room, new LobbyCommand { Listed = { listing } });
        }
    }

    /// <summary>A lobby that has just been made shows all there is.</summary>
    internal void Opened(RoomEntry room)
    {
        if (room.Type.Name == LobbyType)
        {
            var type = room.Key == "*" ? "" : room.Key;
            var listings = index.Listings(type, [], int.MaxValue).Concat(elsewhere.Of(type, []));
            room.Actor.Tell(new RoomInput.Told(new LobbyCommand { Listed = { listings }, Nodes = { Nodes() }, IsAllNodes = true }));
        }
        else
        {
            TellOwnCount();
        }
    }

    // In a cluster every node's count comes with the others'.
    private void TellOwnCount()
    {
        if (!parts.IsClustered)
        {
            TellAllTypes(new LobbyCommand { Nodes = { Nodes() }, IsAllNodes = true });
        }
    }

    // A node that serves alone is told of no nodes; it knows itself.
    private IEnumerable<NodeListing> Nodes() => parts.IsClustered
        ? _nodes
        : [new NodeListing { Node = parts.Node.Value, Rooms = (uint)parts.Table.Count, IsGateway = true, IsHost = true }];

    private void TellLobbies(RoomEntry about, LobbyCommand command)
    {
        if (!about.Type.Settings.Listed)
        {
            return;
        }

        if (about.Type.IsClustered)
        {
            parts.Neighbours.TellListings(new NodeListings { Listed = { command.Listed }, Unlisted = { command.Unlisted } });
        }

        var shown = WithoutMoved(command);
        index.ByKey(LobbyType, about.Type.Name.Value)?.Actor.Tell(new RoomInput.Told(shown));
        TellAllTypes(shown);
    }

    private void TellOwnLobbies(LobbyCommand command)
    {
        if (command.Listed.Count + command.Unlisted.Count == 0)
        {
            return;
        }

        var shown = WithoutMoved(command);
        foreach (var lobby in index.OfType(LobbyType))
        {
            lobby.Actor.Tell(new RoomInput.Told(shown));
        }
    }

    private void TellAllTypes(LobbyCommand command) => index.ByKey(LobbyType, "*")?.Actor.Tell(new RoomInput.Told(command));

    // The node that a room has moved to may list it before the one that it has left is known to be gone.
    private LobbyCommand WithoutMoved(LobbyCommand command)
    {
        var shown = new LobbyCommand { Listed = { command.Listed } };
        foreach (var room in command.Unlisted)
        {
            if ((index.Listing(new RoomId(room)) ?? elsewhere.Find(room)) is { } moved)
            {
                shown.Listed.Add(moved);
            }
            else
            {
                shown.Unlisted.Add(room);
            }
        }

        return shown;
    }

    internal RoomList Answer(ListRooms filter)
    {
        var most = parts.Options.ListingMax;
        var limit = filter.Limit == 0 ? most : (int)Math.Min(filter.Limit, (uint)most);
        var listings = index.Listings(filter.RoomType, filter.Filters, limit)
            .Concat(elsewhere.Of(filter.RoomType, filter.Filters))
            .OrderByDescending(listing => listing.Members)
            .ThenBy(listing => listing.RoomId, StringComparer.Ordinal)
            .Take(limit);
        return new RoomList { Rooms = { listings } };
    }
}
