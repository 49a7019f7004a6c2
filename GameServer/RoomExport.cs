using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer;

/// <summary>Reads from the store as much of a room's history as leads to its present without a gap.</summary>
internal static class RoomExport
{
    private const long BytesMax = int.MaxValue;

    internal static async Task<RoomHistoryFile> ReadAsync(IRoomStore store, RoomRow row, CancellationToken cancel)
    {
        var log = await store.ReadLogAsync(row.Id, default, row.Version, BytesMax, cancel).ConfigureAwait(false);
        var gapless = Gapless(log, row.Version);
        var from = gapless.Count > 0 ? gapless[0].BaseVersion : row.Version;
        var file = new RoomHistoryFile
        {
            RoomId = row.Id.Value,
            RoomType = row.Type.Value,
            Key = row.Key,
            TypeVersion = (uint)row.TypeVersion,
            Origin = RoomOrigin.Parser.ParseFrom(row.Origin.Span),
        };
        if (from.Value > 0)
        {
            file.Snapshot = await EldestSnapshotAsync(store, row, from, cancel).ConfigureAwait(false);
        }

        var begin = file.Snapshot?.Version ?? 0;
        file.Records.AddRange(gapless.Where(record => record.Version.Value > begin).Select(record => new LoggedRecord
        {
            Epoch = record.Epoch.Value,
            Record = RoomRecord.Parser.ParseFrom(record.Turns.Span),
        }));
        return file;
    }

    // Where a room came to a new version of its type, no record leads from the elder state to the younger.
    private static IReadOnlyList<StoredRecord> Gapless(IReadOnlyList<StoredRecord> log, RoomVersion end)
    {
        var first = log.Count;
        while (first > 0 && log[first - 1].Version == end)
        {
            first--;
            end = log[first].BaseVersion;
        }

        return [.. log.Skip(first)];
    }

    private static async Task<RoomSnapshot> EldestSnapshotAsync(IRoomStore store, RoomRow row, RoomVersion from, CancellationToken cancel)
    {
        var entries = await store.ListHistoryAsync(row.Id, int.MaxValue, cancel).ConfigureAwait(false);
        var eldest = entries
            .Where(entry => entry.IsSnapshot && entry.Version.Value >= from.Value)
            .Select(entry => entry.Version)
            .DefaultIfEmpty(row.Version)
            .First();
        var history = await store.ReadHistoryAsync(row.Id, eldest, cancel).ConfigureAwait(false);
        return RoomSnapshot.Parser.ParseFrom(history.Snapshot.Span);
    }
}
