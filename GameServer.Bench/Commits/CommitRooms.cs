using GameServer.Authoring.Kernel;
using GameServer.Bench.Rooms;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer.Bench.Commits;

/// <summary>Makes the rooms of one run in its store.</summary>
internal static class CommitRooms
{
    private const int AtOnce = 16;

    internal static readonly Incarnation Owner = new("bench");

    private static readonly RoomClass _class = RoomClass.Of(typeof(CommittedRelayRoom), BenchRooms.Committed) switch
    {
        RoomClassAnswer.Fit fit => fit.Class,
        var unfit => throw new InvalidOperationException(unfit.ToString()),
    };

    /// <summary>So many new rooms; their ids are not those of an earlier run.</summary>
    internal static async Task<IReadOnlyList<RoomBirth>> MakeAsync(IRoomStore store, int count)
    {
        var first = await store.TakeNumbersAsync(count, CancellationToken.None).ConfigureAwait(false);
        var births = Enumerable.Range(0, count).Select(index => Birth(first + (uint)index)).ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce };
        await Parallel.ForEachAsync(births, options, async (birth, cancel) =>
        {
            var room = new NewRoom(birth.Id, birth.Number, birth.Type, 1, "", false, birth.ToOrigin().ToByteArray(), birth.Now);
            await store.CreateAsync(room, Owner, cancel).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return births;
    }

    internal static IRoomKernel Kernel(RoomBirth birth) => _class.Create(new CommittedRelayRoom(), birth);

    private static RoomBirth Birth(uint number) => new(
        new RoomId($"bench-{number:D8}-{Guid.NewGuid():N}"[..26]),
        new RoomNumber(number),
        new RoomTypeName(BenchRooms.Committed),
        new Epoch(1),
        "",
        new Dictionary<string, string>(),
        number,
        TimeProvider.System.GetUtcNow());
}
