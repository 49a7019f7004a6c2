using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace GameServer.Admin.Api;

/// <summary>What may be asked through the Admin API. A closed set; nodes pass those on that are about what another one has.</summary>
[JsonDerivedType(typeof(ListNodes), "listNodes")]
[JsonDerivedType(typeof(DrainNode), "drainNode")]
[JsonDerivedType(typeof(ReadFigures), "readFigures")]
[JsonDerivedType(typeof(ListSessions), "listSessions")]
[JsonDerivedType(typeof(ReadSession), "readSession")]
[JsonDerivedType(typeof(CloseSession), "closeSession")]
[JsonDerivedType(typeof(ListRooms), "listRooms")]
[JsonDerivedType(typeof(ListStoredRooms), "listStoredRooms")]
[JsonDerivedType(typeof(CreateRoom), "createRoom")]
[JsonDerivedType(typeof(ReadRoom), "readRoom")]
[JsonDerivedType(typeof(ReadRoomState), "readRoomState")]
[JsonDerivedType(typeof(ListRoomHistory), "listRoomHistory")]
[JsonDerivedType(typeof(ReadRoomMoment), "readRoomMoment")]
[JsonDerivedType(typeof(ForkRoom), "forkRoom")]
[JsonDerivedType(typeof(ReserveSeat), "reserveSeat")]
[JsonDerivedType(typeof(SendCommand), "sendCommand")]
[JsonDerivedType(typeof(KickMember), "kickMember")]
[JsonDerivedType(typeof(CloseRoom), "closeRoom")]
internal abstract record AdminRequest
{
    private AdminRequest()
    {
    }

    internal sealed record ListNodes : AdminRequest;

    internal sealed record DrainNode(string Node) : AdminRequest;

    internal sealed record ReadFigures : AdminRequest;

    internal sealed record ListSessions(string? Search, string? Node, int Limit, string? After) : AdminRequest;

    internal sealed record ReadSession(string Session) : AdminRequest;

    internal sealed record CloseSession(string Session, string Reason) : AdminRequest;

    internal sealed record ListRooms(string? Type, string? Search, string? Node, int Limit, string? After) : AdminRequest;

    internal sealed record ListStoredRooms(string? Type, string? Search, bool Finished, int Limit) : AdminRequest;

    internal sealed record CreateRoom(string Type, string Key, IReadOnlyDictionary<string, string> Properties) : AdminRequest;

    internal sealed record ReadRoom(string Room) : AdminRequest;

    internal sealed record ReadRoomState(string Room) : AdminRequest;

    internal sealed record ListRoomHistory(string Room, int Limit) : AdminRequest;

    internal sealed record ReadRoomMoment(string Room, string Moment) : AdminRequest;

    internal sealed record ForkRoom(string Room, string At, string Key) : AdminRequest;

    internal sealed record ReserveSeat(string Room, string? Player, int LifetimeMs) : AdminRequest;

    internal sealed record SendCommand(string Room, JsonObject Command) : AdminRequest;

    internal sealed record KickMember(string Room, string Player, string Reason) : AdminRequest;

    internal sealed record CloseRoom(string Room, string Reason) : AdminRequest;
}
