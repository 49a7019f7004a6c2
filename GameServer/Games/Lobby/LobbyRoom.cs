using GameServer.Authoring;
using GameServer.Protocol.V1;

namespace GameServer.Games.Lobby;

/// <summary>
/// The live listing of rooms of the type in its key; with the key "*" of all types, and of the nodes. Told by the server only.
/// </summary>
internal sealed class LobbyRoom : Room<LobbyState, LobbyCommand, LobbyEvent>
{
    internal const string AllTypes = "*";

    // Together they keep the listing within the state limit: 500 rooms and 64 nodes of 500 bytes each.
    internal const int RoomsMax = 500;
    internal const int NodesMax = 64;
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

        if (command.IsAllNodes && Key == AllTypes)
        {
            ShowOnly(command.Nodes);
        }
    }

    private void ShowOnly(IEnumerable<NodeListing> nodes)
    {
        var shown = nodes.Where(node => node.CalculateSize() <= ListingBytesMax).Take(NodesMax).ToList();
        foreach (var gone in State.Nodes.Keys.Except(shown.Select(node => node.Node)).ToList())
        {
            State.Nodes.Remove(gone);
        }

        foreach (var node in shown)
        {
            State.Nodes[node.Node] = node.Clone();
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
