using GameServer.Bench.Chaos;
using GameServer.Rooms;
using GameServer.Tests.EndToEnd.Crash;

namespace GameServer.Tests.Simulation.Mutations;

/// <summary>A way to the store on which nobody sees that a room is another's by now: what a room holds leaves after its fence.</summary>
internal sealed class FenceUnseen(IRoomStore store) : StoreInFront(store)
{
    private readonly IRoomStore _store = store;

    public override async Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel)
    {
        var answers = await _store.AppendAsync(batch, cancel);
        return [.. answers.Select(answer => answer == WriteAnswer.Fenced ? WriteAnswer.Made : answer)];
    }
}
