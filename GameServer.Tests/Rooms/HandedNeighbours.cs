using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Routing;

namespace GameServer.Tests.Rooms;

/// <summary>Other nodes, which take everything; the test answers for them.</summary>
internal sealed class HandedNeighbours(HandedOn handedOn) : INeighbours
{
    /// <summary>The node that is chosen for what is new.</summary>
    internal NodeId? Chosen { get; set; }

    internal List<(NodeId Host, RoomId Room)> Handed { get; } = [];

    public bool IsHost { get; init; } = true;

    public NodeId? ChooseHost() => Chosen;

    public bool LooksAfter(RoomId room) => false;

    public bool TryHandOn(NodeId host, RoomId room, object what)
    {
        Handed.Add((host, room));
        handedOn.Put(Neighbours.KeyOf(room, what)!.Value, new HandedOn.Order(host, room, what));
        return true;
    }

    public void NotHere(RoomId room, object what)
    {
    }

    public void RunsHere(RoomId room)
    {
    }

    public void TellListings(NodeListings change)
    {
    }
}
