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
    internal sealed record Place(Join Target, RoomInput.Join Input, int Attempt) : HostMessage;

    /// <summary>A room makes a room.</summary>
    internal sealed record Create(
        ActorRef Asker, long WorkId, RoomTypeName Type, IReadOnlyDictionary<string, string> Properties, string Key) : HostMessage;

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
    /// Something for a room that does not run here, as far as its sender knows: an input of a session, a <see cref="TellOrder"/> or a
    /// <see cref="RoomSeats.Wanted"/>. The room is opened for it, unless it is but the end of a connection.
    /// </summary>
    internal sealed record Route(RoomId Room, object What) : HostMessage;

    /// <summary>Opens rooms that are stored; the asker gets <see cref="RoomUpkeep.Woken"/>.</summary>
    internal sealed record Wake(IReadOnlyList<RoomId> Rooms, ActorRef Asker) : HostMessage;

    /// <summary>The node stops: no room is opened any more; answered when all that rooms have recorded is stored.</summary>
    internal sealed record Drain(ReplyTo<HostDrained> Answer) : HostMessage, IControlMessage;

    /// <summary>A room takes no turns any more, and all that it recorded is stored.</summary>
    internal sealed record Drained(RoomId Room) : HostMessage, IControlMessage;

    internal sealed record Roster(RoomId Room, PlayerId Player, bool Member) : HostMessage, IControlMessage;

    /// <summary>The callback runs on the host's turn and must only tell actors or fill outboxes.</summary>
    internal sealed record Query(ListRooms Filter, Action<RoomList> Answer) : HostMessage;

    /// <summary>Likewise.</summary>
    internal sealed record RoomsOf(PlayerId Player, Action<IReadOnlyList<RoomRef>> Answer) : HostMessage, IControlMessage;
}

/// <summary>All that the rooms of a node have recorded is stored.</summary>
internal sealed record HostDrained;
