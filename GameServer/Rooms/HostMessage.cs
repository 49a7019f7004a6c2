using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Rooms;

/// <summary>What the room host is told. A closed set: the host names every case.</summary>
internal abstract record HostMessage
{
    private HostMessage()
    {
    }

    /// <summary>Finds or makes the room and passes the join on.</summary>
    /// <param name="Target">What the client asked for.</param>
    /// <param name="Input">What the room will be asked.</param>
    /// <param name="Attempt">From 1; a room that filled up meanwhile sends the join back here.</param>
    internal sealed record Place(Join Target, RoomInput.Join Input, int Attempt) : HostMessage
    {
        /// <summary>Another node chose this one for it: it goes no further, unless its room is elsewhere already.</summary>
        internal bool IsHandedOn { get; init; }
    }

    /// <summary>A room, or an operator, makes a room. One of the callbacks runs, once, on any turn.</summary>
    internal sealed record Create(
        RoomTypeName Type, IReadOnlyDictionary<string, string> Properties, string Key, Action<RoomId> Made, Action<Error> Refused)
        : HostMessage;

    /// <summary>Tells the room of that type and key; nobody is told when there is none.</summary>
    internal sealed record TellKey(RoomTypeName Type, string Key, IMessage Command) : HostMessage;

    internal sealed record Listed(RoomId Room, RoomListing Listing) : HostMessage, IControlMessage;

    /// <summary>The room's last turn has left.</summary>
    /// <param name="Room">The room.</param>
    /// <param name="Ended">False: it could not be activated, and stays stored as it was.</param>
    internal sealed record Closed(RoomId Room, bool Ended) : HostMessage, IControlMessage;

    /// <summary>A durable room is not run here any more: it sleeps, or somebody else may have it.</summary>
    /// <param name="Room">The room.</param>
    /// <param name="Actor">The activation that is over.</param>
    /// <param name="Failed">It may be opened again after a while only.</param>
    /// <param name="Barred">Why this server cannot run it, as a sentence; null: it can.</param>
    internal sealed record Left(RoomId Room, ActorRef Actor, bool Failed, string? Barred) : HostMessage, IControlMessage;

    /// <summary>
    /// Something for a room that does not run here, as far as its sender knows: an input of a session, a <see cref="TellOrder"/>, a
    /// <see cref="RoomSeats.Wanted"/> or a <see cref="RoomOrders.Wanted"/>. The room is opened for it, unless it is but the end of a
    /// connection.
    /// </summary>
    /// <param name="Room">The room.</param>
    /// <param name="What">What is for it.</param>
    /// <param name="IsHandedOn">It came over a link: this node opens the room or sends it back.</param>
    internal sealed record Route(RoomId Room, object What, bool IsHandedOn = false) : HostMessage;

    /// <summary>Something has changed in the cluster; <see cref="ClusterNews"/> names every case.</summary>
    internal abstract record FromCluster : HostMessage, IControlMessage;

    /// <summary>The node to which this was handed on could not do it, or was lost: it is placed or routed again in a moment.</summary>
    /// <param name="Room">Which room it is for, or which has the key; default: nobody has said it.</param>
    /// <param name="What">What was handed on.</param>
    internal sealed record Again(RoomId Room, object What) : HostMessage, IControlMessage
    {
        /// <summary>
        /// A key leads to its room once a node has said which that is: placed anew, the join might go to a node that says the same again.
        /// </summary>
        internal HostMessage ToTry() => What is Place place && (Room == default || place.Target.TargetCase != Join.TargetOneofCase.Key)
            ? place
            : new Route(Room, What);
    }

    /// <summary>Something of the cluster has changed: rooms that could not be reached are looked for again.</summary>
    internal sealed record LookAgain : FromCluster
    {
        internal static readonly LookAgain Instance = new();
    }

    /// <summary>A node is gone, with all that it listed.</summary>
    internal sealed record NodeGone(NodeId Node) : FromCluster;

    /// <summary>A node has come, or come back, into reach: it is told all that is listed here.</summary>
    internal sealed record NodeReached(NodeId Node, Action<NodeListings> Tell) : FromCluster;

    /// <summary>What another node lists has changed.</summary>
    internal sealed record ListedElsewhere(NodeId Node, NodeListings Change) : FromCluster;

    /// <summary>The live nodes, this one among them, for those who look at the lobby.</summary>
    internal sealed record Nodes(IReadOnlyList<NodeListing> All) : FromCluster;

    /// <summary>This node may act again.</summary>
    internal sealed record Thaw : FromCluster
    {
        internal static readonly Thaw Instance = new();
    }

    /// <summary>This node had lost its lease for good and holds a new one: of its rooms it has kept those at these epochs.</summary>
    internal sealed record Rejoined(IReadOnlyDictionary<RoomId, Epoch> Kept) : FromCluster;

    /// <summary>Opens rooms that are stored; the asker gets <see cref="RoomUpkeep.Woken"/>.</summary>
    internal sealed record Wake(IReadOnlyList<RoomId> Rooms, ActorRef Asker) : HostMessage;

    /// <summary>The node stops: no room is opened any more; answered when all that rooms have recorded is stored.</summary>
    /// <param name="Answer">Who waits for it.</param>
    /// <param name="HandsOver">Then every room is freed, for other nodes to run it.</param>
    internal sealed record Drain(ReplyTo<HostDrained> Answer, bool HandsOver) : HostMessage, IControlMessage;

    /// <summary>A room takes no turns any more, and all that it recorded is stored.</summary>
    internal sealed record Drained(RoomId Room) : HostMessage, IControlMessage;

    internal sealed record Roster(RoomId Room, PlayerId Player, bool Member) : HostMessage, IControlMessage;

    /// <summary>The callback runs on the host's turn and must only tell actors or fill outboxes.</summary>
    internal sealed record Query(ListRooms Filter, Action<RoomList> Answer) : HostMessage;

    /// <summary>Likewise: all rooms that run here, in no order.</summary>
    internal sealed record Survey(Action<IReadOnlyList<RoomSurveyed>> Answer) : HostMessage, IControlMessage;

    /// <summary>Likewise. Rooms of which only the client knows that the player was there count too, if there are such rooms.</summary>
    internal sealed record RoomsOf(PlayerId Player, IReadOnlyList<RoomId> AlsoThese, Action<IReadOnlyList<RoomRef>> Answer)
        : HostMessage, IControlMessage;
}

/// <summary>All that the rooms of a node have recorded is stored.</summary>
internal sealed record HostDrained;
