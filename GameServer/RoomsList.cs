using System.Text.Json.Nodes;
using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer;

/// <summary>`rooms list`: the stored rooms, the newest change first.</summary>
internal sealed record RoomsList(string? Type, bool FinishedToo, int RoomsMax) : IRoomsVerb
{
    private static readonly string[] _heads = ["ROOM", "TYPE", "KEY", "PHASE", "MEMBERS", "EPOCH", "VERSION", "CHANGED", "WAKES"];

    public async Task<string?> RunAsync(RoomsDesk desk, CancellationToken cancel)
    {
        var type = Type is null ? (RoomTypeName?)null : new RoomTypeName(Type);
        var rows = await desk.Store.ListAsync(type, FinishedToo, RoomsMax, cancel).ConfigureAwait(false);
        desk.Answer(
            new JsonArray([.. rows.Select(Json)]),
            rows.Count == 0 ? ["No rooms."] : RoomsDesk.Table([_heads, .. rows.Select(Cells)]));
        return null;
    }

    /// <summary>What a room's row says.</summary>
    internal static JsonObject Json(RoomRow row) => new()
    {
        ["id"] = row.Id.Value,
        ["type"] = row.Type.Value,
        ["typeVersion"] = row.TypeVersion,
        ["key"] = row.Key,
        ["phase"] = Phase(row),
        ["members"] = row.Members,
        ["epoch"] = row.Epoch.Value,
        ["version"] = row.Version.Value,
        ["created"] = RoomsDesk.Text(row.CreatedAt),
        ["changed"] = RoomsDesk.Text(row.ChangedAt),
        ["wakes"] = row.WakeAt is { } wake ? RoomsDesk.Text(wake) : null,
    };

    internal static string Phase(RoomRow row) => row.Phase switch
    {
        RoomPhase.Placed => "placed",
        RoomPhase.Asleep => "asleep",
        RoomPhase.Finished => "finished",
    };

    private static string[] Cells(RoomRow row) =>
    [
        row.Id.Value,
        row.Type.Value,
        row.Key,
        Phase(row),
        $"{row.Members}",
        $"{row.Epoch.Value}",
        $"{row.Version.Value}",
        RoomsDesk.Text(row.ChangedAt),
        row.WakeAt is { } wake ? RoomsDesk.Text(wake) : "",
    ];
}
