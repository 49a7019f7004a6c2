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

    /// <summary>What is listed until the room's first turn: joins that come meanwhile find it.</summary>
    internal static RoomListing Blank(RoomEntry room, RoomBirth birth) => new()
    {
        RoomId = room.Id.Value,
        RoomType = room.Type.Name.Value,
        Key = room.Key,
        Properties = { new Dictionary<string, string>(birth.Properties) },
        MembersMax = (uint)room.Type.Settings.MaxMembers,
        Open = true,
        CreatedMs = (ulong)birth.Now.ToUnixTimeMilliseconds(),
    };

    /// <summary>What the other nodes are told of this one's rooms.</summary>
    internal NodeListings All() => new()
    {
        IsAll = true,
        Listed = { index.Listings("", [], int.MaxValue).Where(listing => parts.Types.IsPlaced(new RoomTypeName(listing.RoomType))) },
    };

    internal void ListElsewhere(NodeId node, NodeListings change) => TellOwnLobbies(elsewhere.Change(node, change));

    internal void ForgetElsewhere(NodeId node) => TellOwnLobbies(elsewhere.Forget(node));

    internal void Gone(RoomEntry room) => TellLobbies(room, new LobbyCommand { Unlisted = { room.Id.Value } });

    internal void List(HostMessage.Listed listed)
    {
        if (index.SetListing(listed.Room, listed.Listing) is { } room)
        {
            TellLobbies(room, new LobbyCommand { Listed = { listed.Listing } });
        }
    }

    private void TellLobbies(RoomEntry about, LobbyCommand command)
    {
        if (!about.Type.Settings.Listed)
        {
            return;
        }

        foreach (var key in new[] { about.Type.Name.Value, "*" })
        {
            index.ByKey(LobbyType, key)?.Actor.Tell(new RoomInput.Told(command));
        }

        if (about.Type.IsClustered)
        {
            parts.Neighbours.TellListings(new NodeListings { Listed = { command.Listed }, Unlisted = { command.Unlisted } });
        }
    }

    private void TellOwnLobbies(LobbyCommand command)
    {
        if (command.Listed.Count + command.Unlisted.Count == 0)
        {
            return;
        }

        foreach (var lobby in index.OfType(LobbyType))
        {
            lobby.Actor.Tell(new RoomInput.Told(command));
        }
    }

    /// <summary>A lobby that has just been made shows all there is.</summary>
    internal void Opened(RoomEntry room)
    {
        if (room.Type.Name != LobbyType)
        {
            return;
        }

        var type = room.Key == "*" ? "" : room.Key;
        var listings = index.Listings(type, [], int.MaxValue).Concat(elsewhere.Of(type, []));
        room.Actor.Tell(new RoomInput.Told(new LobbyCommand { Listed = { listings } }));
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
