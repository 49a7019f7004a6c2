using System.Text.Json;
using System.Text.Json.Nodes;
using GameServer.Admin.Api;

namespace GameServer.Admin;

/// <summary>All operations of the Admin API.</summary>
internal static class AdminOperations
{
    private const string Get = "GET";
    private const string Post = "POST";
    private const int PageMax = 1_000;
    private const int HistoryMax = 10_000;
    private const int SeatLifetimeMinMs = 1_000;
    private const int SeatLifetimeMaxMs = 3_600_000;
    private const string Closed = "An operator has closed it.";
    private const string Kicked = "An operator has removed you.";

    private static readonly JsonElement _document = Document();

    internal static IReadOnlyList<AdminRoute> All { get; } =
    [
        new(Get, "/openapi.json", "readOpenApi", AdminRole.Viewer, null, (_, _, _) => Task.FromResult(AdminReply.Of(_document))),
        new(Get, "/me", "readMe", AdminRole.Viewer, typeof(AdminMe), (call, _, _) => Task.FromResult(
            AdminReply.Of(new AdminMe(call.Who.Name, call.Who.Role, call.Node)))),
        Looks<AdminNodes>("/nodes", "listNodes", _ => new AdminRequest.ListNodes()),
        Acts<AdminAccepted>("/nodes/{node}/drain", "drainNode", call => new AdminRequest.DrainNode(call.Name("node"))) with
        {
            Status = 202,
        },
        Looks<AdminFigures>("/figures", "readFigures", _ => new AdminRequest.ReadFigures()),
        Looks<AdminSessions>("/sessions", "listSessions", Sessions) with { Parameters = ["search", "node", "limit", "after"] },
        Looks<AdminSessionDetail>("/sessions/{session}", "readSession", call => new AdminRequest.ReadSession(call.Name("session"))),
        Acts<AdminDone>("/sessions/{session}/close", "closeSession", call =>
            new AdminRequest.CloseSession(call.Name("session"), call.Reason(Kicked))) with { Body = typeof(AdminReason) },
        Looks<AdminRooms>("/rooms", "listRooms", Rooms) with { Parameters = ["type", "search", "node", "limit", "after"] },
        Acts<AdminMadeRoom>("/rooms", "createRoom", NewRoom) with { Status = 201, Body = typeof(AdminNewRoom) },
        Looks<AdminStoredRooms>("/stored-rooms", "listStoredRooms", StoredRooms) with
        {
            Parameters = ["type", "search", "finished", "limit"],
        },
        Looks<AdminRoomDetail>("/rooms/{room}", "readRoom", call => new AdminRequest.ReadRoom(call.Name("room"))),
        Looks<AdminRoomState>("/rooms/{room}/state", "readRoomState", call => new AdminRequest.ReadRoomState(call.Name("room"))),
        Looks<AdminHistory>("/rooms/{room}/history", "listRoomHistory", call =>
            new AdminRequest.ListRoomHistory(call.Name("room"), call.Limit(HistoryMax))) with { Parameters = ["limit"] },
        Looks<AdminMoment>("/rooms/{room}/history/{moment}", "readRoomMoment", call =>
            new AdminRequest.ReadRoomMoment(call.Name("room"), call.Name("moment"))),
        Acts<AdminMadeFork>("/rooms/{room}/fork", "forkRoom", Fork) with { Status = 201, Body = typeof(AdminNewFork) },
        Acts<AdminSeat>("/rooms/{room}/seats", "reserveSeat", Seat) with { Status = 201, Body = typeof(AdminNewSeat) },
        Acts<AdminDone>("/rooms/{room}/commands", "sendCommand", Command) with { Body = typeof(AdminNewCommand) },
        Acts<AdminDone>("/rooms/{room}/members/{player}/kick", "kickMember", call =>
            new AdminRequest.KickMember(call.Name("room"), call.Name("player"), call.Reason(Kicked))) with { Body = typeof(AdminReason) },
        Acts<AdminDone>("/rooms/{room}/close", "closeRoom", call =>
            new AdminRequest.CloseRoom(call.Name("room"), call.Reason(Closed))) with { Body = typeof(AdminReason) },
    ];

    private static AdminRoute Looks<TAnswer>(string path, string name, Func<AdminCall, AdminRequest> read) =>
        new(Get, path, name, AdminRole.Viewer, typeof(TAnswer), Ask(read));

    private static AdminRoute Acts<TAnswer>(string path, string name, Func<AdminCall, AdminRequest> read) =>
        new(Post, path, name, AdminRole.Operator, typeof(TAnswer), Ask(read));

    // What can't be understood is asked of nobody.
    private static Func<AdminCall, IAdminDesk, CancellationToken, Task<AdminReply>> Ask(Func<AdminCall, AdminRequest> read) =>
        (call, desk, cancel) =>
        {
            var request = read(call);
            return call.Wrong is { } wrong
                ? Task.FromResult(AdminReply.No(AdminErrorCode.InvalidRequest, wrong))
                : desk.AskAsync(request, cancel);
        };

    private static AdminRequest.ListSessions Sessions(AdminCall call) =>
        new(call.Text("search"), call.Text("node"), call.Limit(PageMax), call.Text("after"));

    private static AdminRequest.ListRooms Rooms(AdminCall call) =>
        new(call.Text("type"), call.Text("search"), call.Text("node"), call.Limit(PageMax), call.Text("after"));

    private static AdminRequest.ListStoredRooms StoredRooms(AdminCall call) =>
        new(call.Text("type"), call.Text("search"), call.Flag("finished"), call.Limit(PageMax));

    private static AdminRequest.CreateRoom NewRoom(AdminCall call)
    {
        var body = call.Body(new AdminNewRoom(null, null, null));
        var properties = body.Properties ?? new Dictionary<string, string>();
        return properties.Values.Contains(null)
            ? call.Fail("A property's value must be a text.", new AdminRequest.CreateRoom("", "", new Dictionary<string, string>()))
            : new AdminRequest.CreateRoom(call.Needed(body.Type, "type", ""), body.Key ?? "", properties);
    }

    private static AdminRequest.ForkRoom Fork(AdminCall call)
    {
        var body = call.Body(new AdminNewFork(null, null));
        return new AdminRequest.ForkRoom(call.Name("room"), call.Needed(body.At, "at", ""), body.Key ?? "");
    }

    private static AdminRequest.ReserveSeat Seat(AdminCall call)
    {
        var body = call.Body(new AdminNewSeat(null, SeatLifetimeMinMs));
        var seat = new AdminRequest.ReserveSeat(call.Name("room"), body.Player, body.LifetimeMs);
        return body.LifetimeMs is >= SeatLifetimeMinMs and <= SeatLifetimeMaxMs
            ? seat
            : call.Fail($"lifetimeMs is {body.LifetimeMs}; it must be {SeatLifetimeMinMs} to {SeatLifetimeMaxMs}.", seat);
    }

    private static AdminRequest.SendCommand Command(AdminCall call)
    {
        var body = call.Body(new AdminNewCommand(null));
        return new AdminRequest.SendCommand(call.Name("room"), call.Needed(body.Command, "command", new JsonObject()));
    }

    private static JsonElement Document()
    {
        using var stream = typeof(AdminOperations).Assembly.GetManifestResourceStream("GameServer.Admin.openapi.json")!;
        return JsonElement.Parse(stream.ReadAll());
    }

    private static byte[] ReadAll(this Stream stream)
    {
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
