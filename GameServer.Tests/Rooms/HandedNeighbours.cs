using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Routing;

namespace GameServer.Tests.Rooms;

/// <summary>Other nodes, one of which is always chosen for what is new; they take everything, and the test answers for them.</summary>
internal sealed class HandedNeighbours(NodeId chosen, HandedOn handedOn) : INeighbours
{
    internal List<(NodeId Host, RoomId Room)> Handed { get; } = [];

    public NodeId? ChooseHost() => chosen;

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
