using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;

namespace GameServer.Tests.Rooms;

/// <summary>Other nodes that exist and do nothing.</summary>
internal sealed class QuietNeighbours : INeighbours
{
    public bool IsHost => true;

    public NodeId? ChooseHost() => null;

    public bool LooksAfter(RoomId room) => true;

    public bool TryHandOn(NodeId host, RoomId room, object what) => false;

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
