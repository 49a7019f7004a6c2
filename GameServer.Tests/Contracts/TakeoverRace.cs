using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Tests.Client;

namespace GameServer.Tests.Contracts;

/// <summary>
/// Writers that append to one room as fast as they can, each until it is fenced, and takeovers that make the next writer while the last is
/// in the middle of an append. What is left in the log afterwards is compared with what every writer was told.
/// </summary>
internal sealed class TakeoverRace(StoreRig rig, int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<(ulong Epoch, ulong Version)> _acknowledged = [];
    private ulong _epoch;

    /// <summary>How many appends were acknowledged, and how many were fenced.</summary>
    internal int Acknowledged => _acknowledged.Count;

    internal int Fenced { get; private set; }

    internal async Task RunAsync(int takeovers)
    {
        var room = await rig.RunAsync();
        var writer = WriteAsync(room, 1, 0);
        for (var count = 0; count < takeovers; count++)
        {
            for (var pause = _random.Next(4); pause > 0; pause--)
            {
                await rig.Store.FindAsync(new RoomId("pause"), default);
            }

            var taken = await TakeAsync(room, new Incarnation($"life{count}"));
            taken.Epoch.Value.ShouldBe((ulong)count + 2);
            CheckHistory(taken);
            var next = WriteAsync(room, taken.Epoch.Value, taken.Version.Value);
            await Eventually.Of(writer, "the fence of the writer before");
            writer = next;
        }

        await TakeAsync(room, StoreRig.Other);
        await Eventually.Of(writer, "the fence of the last writer");
        await CheckLogAsync(room);
    }

    private async Task<StoredRoom> TakeAsync(RoomId room, Incarnation owner)
    {
        var taken = await rig.TakenAsync(room, owner);
        Volatile.Write(ref _epoch, taken.Epoch.Value);
        return taken;
    }

    /// <summary>Appends in batches with other rooms, as a committer does, until it is fenced.</summary>
    private async Task WriteAsync(RoomId room, ulong epoch, ulong version)
    {
        while (true)
        {
            var isOver = Volatile.Read(ref _epoch) > epoch;
            var append = StoreRig.Append(room, epoch, version, version + 1);
            var answer = (await rig.Store.AppendAsync([append, StoreRig.Append(new RoomId("nowhere"), 1, 0, 1)], default))[0];
            if (answer == WriteAnswer.Fenced)
            {
                Fenced++;
                return;
            }

            isOver.ShouldBeFalse("an append was made that began after the takeover");

            // The store in memory answers at once: without this nobody else would ever have a turn.
            await Task.Yield();
            answer.ShouldBe(WriteAnswer.Made);
            version++;
            lock (_acknowledged)
            {
                _acknowledged.Add((epoch, version));
            }
        }
    }

    private static void CheckHistory(StoredRoom taken)
    {
        var version = 0ul;
        foreach (var record in taken.History.Records)
        {
            record.BaseVersion.Value.ShouldBe(version, "the history has a gap");
            version = record.Version.Value;
        }

        version.ShouldBe(taken.Version.Value, "the history does not lead to the row's version");
    }

    private async Task CheckLogAsync(RoomId room)
    {
        var log = await rig.Store.ReadLogAsync(room, default, new RoomVersion(long.MaxValue), long.MaxValue, default);
        log.Select(each => each.Version.Value)
            .ShouldBe(Enumerable.Range(1, log.Count).Select(version => (ulong)version), "a version is missing");
        log.Select(each => each.Epoch.Value).ShouldBeInOrder(SortDirection.Ascending, "an elder epoch wrote after a younger");
        var written = log.Select(each => (each.Epoch.Value, each.Version.Value)).ToHashSet();
        _acknowledged.ShouldAllBe(each => written.Contains(each));
    }
}
