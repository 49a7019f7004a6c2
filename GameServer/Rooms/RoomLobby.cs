using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>
/// What is listed of this node's rooms, for whoever asks and for the lobby rooms, which follow it. On the room host's turn.
/// </summary>
internal sealed class RoomLobby(RoomOptions options, RoomIndex index)
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
    }

    /// <summary>A lobby that has just been made shows all there is.</summary>
    internal void Opened(RoomEntry room)
    {
        if (room.Type.Name != LobbyType)
        {
            return;
        }

        var type = room.Key == "*" ? "" : room.Key;
        room.Actor.Tell(new RoomInput.Told(new LobbyCommand { Listed = { index.Listings(type, [], int.MaxValue) } }));
    }

    internal RoomList Answer(ListRooms filter)
    {
        var limit = filter.Limit == 0 ? options.ListingMax : (int)Math.Min(filter.Limit, (uint)options.ListingMax);
        return new RoomList { Rooms = { index.Listings(filter.RoomType, filter.Filters, limit) } };
    }
}
