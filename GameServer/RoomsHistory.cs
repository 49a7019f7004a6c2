using System.Text.Json.Nodes;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer;

/// <summary>`rooms history`: what is kept of a room, or all of it in a file that a RoomHarness loads.</summary>
internal sealed record RoomsHistory(RoomId Room, int EntriesMax, string? Export) : IRoomsVerb
{
    private static readonly string[] _heads = ["VERSION", "EPOCH", "TIME", "KIND", "BYTES"];

    public async Task<string?> RunAsync(RoomsDesk desk, CancellationToken cancel)
    {
        if (await desk.Store.FindAsync(Room, cancel).ConfigureAwait(false) is not { } row)
        {
            return RoomsDesk.NoRoom(Room);
        }

        return Export is null
            ? await ListAsync(desk, cancel).ConfigureAwait(false)
            : await ExportAsync(desk, row, Export, cancel).ConfigureAwait(false);
    }

    private async Task<string?> ListAsync(RoomsDesk desk, CancellationToken cancel)
    {
        var entries = await desk.Store.ListHistoryAsync(Room, EntriesMax, cancel).ConfigureAwait(false);
        desk.Answer(
            new JsonArray([.. entries.Select(Json)]),
            entries.Count == 0 ? ["Nothing is kept of it."] : RoomsDesk.Table([_heads, .. entries.Select(Cells)]));
        return null;
    }

    private static async Task<string?> ExportAsync(RoomsDesk desk, RoomRow row, string path, CancellationToken cancel)
    {
        var file = await RoomExport.ReadAsync(desk.Store, row, cancel).ConfigureAwait(false);
        try
        {
            await File.WriteAllBytesAsync(path, file.ToByteArray(), cancel).ConfigureAwait(false);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            return $"'{path}' can't be written: {cause.Message}";
        }

        var from = file.Snapshot?.Version ?? 0;
        desk.Answer(
            new JsonObject { ["file"] = path, ["from"] = from, ["to"] = row.Version.Value, ["records"] = file.Records.Count },
            [$"{path}: versions {from} to {row.Version.Value} in {file.Records.Count} records."]);
        return null;
    }

    private static JsonObject Json(HistoryEntry entry) => new()
    {
        ["version"] = entry.Version.Value,
        ["epoch"] = entry.Epoch.Value,
        ["time"] = RoomsDesk.Text(entry.At),
        ["kind"] = Kind(entry),
        ["bytes"] = entry.Bytes,
    };

    private static string Kind(HistoryEntry entry) => entry.IsSnapshot ? "snapshot" : "record";

    private static string[] Cells(HistoryEntry entry) =>
        [$"{entry.Version.Value}", $"{entry.Epoch.Value}", RoomsDesk.Text(entry.At), Kind(entry), $"{entry.Bytes}"];
}
