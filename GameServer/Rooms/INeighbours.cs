using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>The other nodes of the cluster, as the rooms of this one see them. Never blocks; may be used from any thread.</summary>
internal interface INeighbours
{
    /// <summary>Whether this node runs rooms that may run on any; its own lobby and feeds it runs in any case.</summary>
    bool IsHost { get; }

    /// <summary>The node that shall run a room which nobody runs; null: this one, or none is known if this one is no host.</summary>
    NodeId? ChooseHost();

    /// <summary>Of the nodes that could, this one is to open a room that has lost its host and that nobody asks for.</summary>
    bool LooksAfter(RoomId room);

    /// <summary>Passes what is for a room to the node that runs it, or is to. False: that node cannot be reached now.</summary>
    /// <param name="host">The node.</param>
    /// <param name="room">The room; default for a <see cref="HostMessage.Place"/> that will make one.</param>
    /// <param name="what">What a <see cref="HostMessage.Route"/> may carry, or a <see cref="HostMessage.Place"/>.</param>
    bool TryHandOn(NodeId host, RoomId room, object what);

    /// <summary>What came over a link is for a room that this node does not run and may not open: its sender looks again.</summary>
    void NotHere(RoomId room, object what);

    /// <summary>This node is about to run the room: members who are attached to it elsewhere are to be attached here.</summary>
    void RunsHere(RoomId room);

    /// <summary>What this node lists of its rooms has changed.</summary>
    void TellListings(NodeListings change);
}

/// <summary>A node without a cluster. Immutable.</summary>
internal sealed class NoNeighbours : INeighbours
{
    internal static readonly NoNeighbours Instance = new();

    /// <inheritdoc />
    public bool IsHost => true;

    /// <inheritdoc />
    public NodeId? ChooseHost() => null;

    /// <inheritdoc />
    public bool LooksAfter(RoomId room) => true;

    /// <inheritdoc />
    public bool TryHandOn(NodeId host, RoomId room, object what) => false;

    /// <inheritdoc />
    public void NotHere(RoomId room, object what)
    {
    }

    /// <inheritdoc />
    public void RunsHere(RoomId room)
    {
    }

    /// <inheritdoc />
    public void TellListings(NodeListings change)
    {
    }
}
