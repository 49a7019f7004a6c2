using GameServer.Bench.Load;
using GameServer.Bench.Load.Client;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Storage;

namespace GameServer.Bench.Commits;

/// <summary>
/// The batch statement of the store alone, again and again, on as many connections as the committers have, in batches of the very sizes
/// that they made: what can be reached with that SQL.
/// </summary>
internal sealed class BareLoop(CommitPlace place, int rooms, IReadOnlyList<BatchSize> sizes, CommitOptions options)
{
    private long _measureFrom;
    private long _measureUntil;
    private long _appends;
    private Exception? _failure;

    /// <summary>Appends in a second; as many as the committer's in sizes alike.</summary>
    internal async Task<double> AppendsPerSecondAsync()
    {
        var settings = place.New();
        var store = await RoomStores.OpenAsync(settings, CancellationToken.None).ConfigureAwait(false);
        IReadOnlyList<RoomId> ids;
        await using (store.ConfigureAwait(false))
        {
            ids = [.. (await CommitRooms.MakeAsync(store, rooms).ConfigureAwait(false)).Select(birth => birth.Id)];
        }

        _measureFrom = Clock.Now + (long)(options.WarmUpSeconds * Clock.Second);
        _measureUntil = _measureFrom + (long)(options.Seconds * Clock.Second);
        var loops = Enumerable.Range(0, place.Committers)
            .Select(loop => new Thread(() => Run(settings, loop, ids)) { Name = $"bare {loop}" })
            .ToList();
        loops.ForEach(loop => loop.Start());
        await Task.Run(() => loops.ForEach(loop => loop.Join())).ConfigureAwait(false);
        return _failure is null ? _appends / options.Seconds : throw new BenchFailure($"The bare loop failed: {_failure.Message}");
    }

    private void Run(StoreSettings settings, int loop, IReadOnlyList<RoomId> ids)
    {
        try
        {
            using IBareAppend append = place.IsSqlite ? new BareSqlite(settings) : new BarePostgres(settings);
            var own = ids.Where((_, index) => index % place.Committers == loop).ToArray();
            var versions = new ulong[own.Length];
            var next = 0;
            for (var batch = 0; Clock.Now < _measureUntil; batch++)
            {
                var size = sizes[((batch * place.Committers) + loop) % sizes.Count];
                var made = Batch(own, versions, ref next, size);
                append.Append(made);
                if (Clock.Now is var now && now >= _measureFrom && now < _measureUntil)
                {
                    Interlocked.Add(ref _appends, made.Length);
                }
            }
        }
        catch (Exception failure)
        {
            _failure = failure;
        }
    }

    private static RoomAppend[] Batch(RoomId[] own, ulong[] versions, ref int next, BatchSize size)
    {
        var batch = new RoomAppend[Math.Min(size.Rooms, own.Length)];
        var turns = new byte[size.Bytes / size.Rooms];
        var now = TimeProvider.System.GetUtcNow();
        for (var index = 0; index < batch.Length; index++)
        {
            var room = next++ % own.Length;
            var version = versions[room]++;
            batch[index] = new RoomAppend(
                own[room], new Epoch(1), new RoomVersion(version), new RoomVersion(version + 1), turns, now, [], Ended: false);
        }

        return batch;
    }
}

/// <summary>One connection and the store's statement for a batch of appends. Used by one thread.</summary>
internal interface IBareAppend : IDisposable
{
    /// <exception cref="BenchFailure">Some append was refused.</exception>
    void Append(RoomAppend[] batch);
}
