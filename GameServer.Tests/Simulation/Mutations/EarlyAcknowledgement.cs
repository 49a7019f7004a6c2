using GameServer.Bench.Chaos;
using GameServer.Rooms;
using GameServer.Tests.EndToEnd.Crash;

namespace GameServer.Tests.Simulation.Mutations;

/// <summary>
/// A way to the store that says of appends that they are made as soon as it has them, and has them made afterwards, in order.
/// </summary>
internal sealed class EarlyAcknowledgement(IRoomStore store) : StoreInFront(store)
{
    private readonly IRoomStore _store = store;
    private readonly Queue<IReadOnlyList<RoomAppend>> _owed = new();

    public override Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel)
    {
        _owed.Enqueue([.. batch.Select(append => append with { Turns = append.Turns.ToArray() })]);
        if (_owed.Count == 1)
        {
            _ = PayAsync();
        }

        return Task.FromResult<IReadOnlyList<WriteAnswer>>([.. batch.Select(_ => WriteAnswer.Made)]);
    }

    private async Task PayAsync()
    {
        while (_owed.TryPeek(out var batch))
        {
            try
            {
                await _store.AppendAsync(batch, CancellationToken.None);
                _owed.Dequeue();
            }
            catch (IOException)
            {
                // Asked again, as the committer does.
            }
        }
    }
}
