using GameServer.Bench.Chaos;
using GameServer.Rooms;

namespace GameServer.Bench.Commits;

/// <summary>A batch as the committer made it.</summary>
internal readonly record struct BatchSize(int Rooms, int Bytes);

/// <summary>Stands before a store and notes how large the batches of appends are. From any thread.</summary>
internal sealed class BatchMeter(IRoomStore store) : StoreInFront(store)
{
    private readonly Lock _gate = new();
    private List<BatchSize> _sizes = [];

    /// <summary>The batches since the last time.</summary>
    internal IReadOnlyList<BatchSize> Take()
    {
        lock (_gate)
        {
            var taken = _sizes;
            _sizes = [];
            return taken;
        }
    }

    public override async Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel)
    {
        var answers = await base.AppendAsync(batch, cancel).ConfigureAwait(false);
        var size = new BatchSize(batch.Count, batch.Sum(append => append.Turns.Length));
        lock (_gate)
        {
            _sizes.Add(size);
        }

        return answers;
    }
}
