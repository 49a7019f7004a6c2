using GameServer.Bench.Chaos;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Tests.EndToEnd.Crash;

namespace GameServer.Tests.Simulation.Mutations;

/// <summary>A takeover that takes the history as it was when the statement began, before it had waited for the row.</summary>
internal sealed class LogReadBeforeTakeover(IRoomStore store) : StoreInFront(store)
{
    private readonly IRoomStore _store = store;

    public override async Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        IReadOnlyList<RoomId> rooms, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known, CancellationToken cancel)
    {
        var before = new Dictionary<RoomId, StoredHistory>();
        foreach (var room in rooms)
        {
            before[room] = await _store.ReadHistoryAsync(room, new RoomVersion(ulong.MaxValue), cancel);
        }

        var answers = await _store.TakeOverAsync(rooms, owner, known, cancel);
        return [.. answers.Select(answer => answer is TakeOverAnswer.Taken taken
            ? new TakeOverAnswer.Taken(taken.Room with { History = before[taken.Room.Id], Version = Leads(before[taken.Room.Id]) })
            : answer)];
    }

    private static RoomVersion Leads(StoredHistory history) =>
        history.Records.Count > 0 ? history.Records[^1].Version : history.SnapshotVersion;
}
