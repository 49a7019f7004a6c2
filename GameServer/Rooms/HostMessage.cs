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

    internal sealed record Closed(RoomId Room) : HostMessage, IControlMessage;

    internal sealed record Roster(RoomId Room, PlayerId Player, bool Member) : HostMessage, IControlMessage;

    /// <summary>The callback runs on the host's turn and must only tell actors or fill outboxes.</summary>
    internal sealed record Query(ListRooms Filter, Action<RoomList> Answer) : HostMessage;

    /// <summary>Likewise.</summary>
    internal sealed record RoomsOf(PlayerId Player, Action<IReadOnlyList<RoomRef>> Answer) : HostMessage, IControlMessage;
}
