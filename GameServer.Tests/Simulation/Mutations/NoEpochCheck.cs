using GameServer.Bench.Chaos;
using GameServer.Rooms;
using GameServer.Tests.EndToEnd.Crash;

namespace GameServer.Tests.Simulation.Mutations;

/// <summary>A store that takes what a room records at whatever epoch.</summary>
internal sealed class NoEpochCheck(IRoomStore rows) : StoreInFront(rows)
{
    private readonly IRoomStore _rows = rows;

    public override async Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel)
    {
        var forged = new List<RoomAppend>();
        foreach (var append in batch)
        {
            forged.Add(append with { Epoch = (await _rows.FindAsync(append.Room, cancel))?.Epoch ?? append.Epoch });
        }

        return await _rows.AppendAsync(forged, cancel);
    }
}
