using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer.Bench.Chaos;

/// <summary>Hands rooms out as if the numbers of their members' commands had not been part of the record.</summary>
/// <param name="store">The store.</param>
/// <param name="forgets">Of which types of rooms; null: of all.</param>
internal sealed class ForgetfulStore(IRoomStore store, Func<RoomTypeName, bool>? forgets = null) : StoreInFront(store)
{
    public override async Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        IReadOnlyList<RoomId> rooms, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known, CancellationToken cancel) =>
        [.. (await base.TakeOverAsync(rooms, owner, known, cancel).ConfigureAwait(false)).Select(Forget)];

    private TakeOverAnswer Forget(TakeOverAnswer answer) =>
        answer is TakeOverAnswer.Taken taken && (forgets is null || forgets(taken.Room.Type))
            ? new TakeOverAnswer.Taken(taken.Room with { History = Forget(taken.Room.History) })
            : answer;

    private static StoredHistory Forget(StoredHistory history) => history with
    {
        Snapshot = Forget(history.Snapshot),
        Records = [.. history.Records.Select(record => record with { Turns = ForgetTurns(record.Turns) })],
    };

    private static ReadOnlyMemory<byte> Forget(ReadOnlyMemory<byte> snapshot)
    {
        if (snapshot.IsEmpty)
        {
            return snapshot;
        }

        var whole = RoomSnapshot.Parser.ParseFrom(snapshot.Span);
        whole.Ledger.Commands.Clear();
        return whole.ToByteArray();
    }

    private static ReadOnlyMemory<byte> ForgetTurns(ReadOnlyMemory<byte> turns)
    {
        var whole = RoomRecord.Parser.ParseFrom(turns.Span);
        foreach (var turn in whole.Turns)
        {
            turn.Commands.Clear();
        }

        return whole.ToByteArray();
    }
}
