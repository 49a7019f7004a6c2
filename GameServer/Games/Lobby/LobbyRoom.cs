using GameServer.Authoring;
using GameServer.Protocol.V1;

namespace GameServer.Games.Lobby;

/// <summary>The live listing of rooms of the type in its key, or of all types with the key "*". Told by the server only.</summary>
internal sealed class LobbyRoom : Room<LobbyState, LobbyCommand, LobbyEvent>
{
    internal const string AllTypes = "*";

    // Together they keep the listing within the state limit: 500 listings of 500 bytes.
    internal const int RoomsMax = 500;
    internal const int ListingBytesMax = 500;

    public override RoomSettings Settings { get; } = new()
    {
        MaxMembers = 10_000,
        Listed = false,
        ReplayUpdatesMax = 64,
        StateBytesMax = 512 * 1024,
    };

    protected override void OnCommand(Player player, LobbyCommand command) =>
        Reject("The lobby is kept by the server and takes no commands.");

    protected override void OnTold(LobbyCommand command)
    {
        foreach (var roomId in command.Unlisted)
        {
            State.Rooms.Remove(roomId);
        }

        foreach (var listing in command.Listed)
        {
            List(listing);
        }
    }

    private void List(RoomListing listing)
    {
        var wanted = Key == AllTypes || Key == listing.RoomType;
        var known = State.Rooms.ContainsKey(listing.RoomId);
        if (wanted && (known || State.Rooms.Count < RoomsMax))
        {
            State.Rooms[listing.RoomId] = Fitting(listing);
        }
    }

    private static RoomListing Fitting(RoomListing listing)
    {
        if (listing.CalculateSize() <= ListingBytesMax)
        {
            return listing.Clone();
        }

        var bare = listing.Clone();
        bare.Properties.Clear();
        return bare;
    }
}
