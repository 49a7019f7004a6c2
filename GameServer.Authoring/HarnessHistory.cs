using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring;

/// <summary>A room's history file, as a harness goes on from it. A value.</summary>
/// <param name="Birth">What the room was made with, and an epoch after all that wrote it.</param>
/// <param name="History">What leads to the version wanted.</param>
/// <param name="Turns">The same records, decoded.</param>
internal sealed record HarnessHistory(RoomBirth Birth, RoomHistory History, IReadOnlyList<TurnRecord> Turns)
{
    internal static HarnessHistory Of(ReadOnlyMemory<byte> bytes, int presentVersion, RoomVersion? at)
    {
        RoomHistoryFile file;
        try
        {
            file = RoomHistoryFile.Parser.ParseFrom(bytes.Span);
        }
        catch (InvalidProtocolBufferException cause)
        {
            throw new RoomHistoryException($"This is no history of a room: {cause.Message}", cause);
        }

        if (file.Origin is null || file.RoomId.Length == 0 || (file.Snapshot is null && file.Records.Count == 0))
        {
            throw new RoomHistoryException("This is no history of a room: it names no room, or holds nothing of it.");
        }

        if (at is { } wanted && wanted.Value < (file.Snapshot?.Version ?? 1))
        {
            throw new RoomHistoryException($"The file begins with version {file.Snapshot?.Version ?? 1}, after version {wanted}.");
        }

        return Of(file, presentVersion, at);
    }

    private static HarnessHistory Of(RoomHistoryFile file, int presentVersion, RoomVersion? at)
    {
        foreach (var logged in file.Records)
        {
            var turns = (logged.Record ??= new RoomRecord()).Turns;
            TurnRecord[] elder = [.. turns.Where(turn => at is not { } last || turn.Version <= last.Value)];
            turns.Clear();
            turns.AddRange(elder);
        }

        TurnRecord[] all = [.. file.Records.SelectMany(logged => logged.Record.Turns)];
        var epochs = file.Records.Select(logged => logged.Epoch).Concat((file.Snapshot?.Epochs ?? []).Select(row => row.Epoch));
        var lastTime = all.Select(turn => turn.Time).Append(file.Snapshot?.Ledger?.Time ?? 0).Max();
        var birth = RoomBirth.Again(
            new RoomId(file.RoomId),
            new RoomNumber(1),
            new RoomTypeName(file.RoomType),
            new Epoch(epochs.Append(0ul).Max() + 1),
            file.Key,
            file.Origin,
            RecordTime.Read(lastTime));
        var records = file.Records.Select(logged => new HistoryRecord(new Epoch(logged.Epoch), logged.Record.ToByteArray()));
        var written = file.Snapshot?.TypeVersion ?? file.TypeVersion;
        var typeVersion = written == 0 ? presentVersion : (int)Math.Min(written, int.MaxValue);
        var history = new RoomHistory(file.Snapshot?.ToByteArray(), [.. records], typeVersion) { LeadsTo = at };
        return new HarnessHistory(birth, history, all);
    }
}
