using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>What the other nodes list of their rooms. Used on the room host's turn.</summary>
internal sealed class RemoteListings
{
    private readonly Dictionary<NodeId, Dictionary<string, RoomListing>> _byNode = [];

    /// <summary>Takes a node's change; answers with what lobbies are to be told of it.</summary>
    internal LobbyCommand Change(NodeId node, NodeListings change)
    {
        var listings = _byNode.TryGetValue(node, out var known) ? known : _byNode[node] = [];
        var news = new LobbyCommand { Listed = { change.Listed } };
        news.Unlisted.AddRange(change.IsAll
            ? listings.Keys.Except(change.Listed.Select(listing => listing.RoomId)).ToList()
            : change.Unlisted.Where(listings.ContainsKey));
        foreach (var id in news.Unlisted)
        {
            listings.Remove(id);
        }

        foreach (var listing in change.Listed)
        {
            listings[listing.RoomId] = listing;
        }

        return news;
    }

    /// <summary>The node is gone; answers with what lobbies are to be told of it.</summary>
    internal LobbyCommand Forget(NodeId node) =>
        _byNode.Remove(node, out var listings) ? new LobbyCommand { Unlisted = { listings.Keys } } : new LobbyCommand();

    /// <summary>What another node lists of the room; null: none lists it.</summary>
    internal RoomListing? Find(string room) => _byNode.Values
        .Select(listings => listings.GetValueOrDefault(room))
        .FirstOrDefault(listing => listing is not null);

    internal IEnumerable<RoomListing> Of(string type, IReadOnlyList<PropertyFilter> filters) => _byNode.Values
        .SelectMany(listings => listings.Values)
        .Where(listing => (type.Length == 0 || listing.RoomType == type) && listing.Satisfies(filters));

    /// <summary>The node with the open room that matches and has the most members; null: no other node has one with a place.</summary>
    internal NodeId? Fullest(RoomTypeName type, IReadOnlyList<PropertyFilter> filters)
    {
        var best = _byNode
            .SelectMany(node => node.Value.Values.Select(listing => (Node: node.Key, Listing: listing)))
            .Where(each => each.Listing.RoomType == type.Value && each.Listing.Open && each.Listing.Satisfies(filters))
            .Where(each => each.Listing.Members + each.Listing.SeatsReserved < each.Listing.MembersMax)
            .OrderByDescending(each => each.Listing.Members)
            .ThenBy(each => each.Listing.RoomId, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Listing is null ? null : best.Node;
    }
}
