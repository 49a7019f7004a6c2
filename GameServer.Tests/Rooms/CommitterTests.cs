using GameServer.Actors;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Storage.Memory;
using GameServer.Telemetry;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Rooms;

public sealed class CommitterTests : IDisposable
{
    private static readonly Incarnation Self = new("self");

    private readonly ActorWorld _world = new();
    private readonly MemoryRoomStore _memory = new();
    private readonly TroubledStore _store;
    private readonly ActorRef _committer;
    private readonly TestProbe _room;

    public CommitterTests()
    {
        _store = new TroubledStore(_memory, _world.Time);
        var health = new StoreHealth(new LinesLogger<StoreHealth>([]));
        var parts = new StoreParts(_store, new WorkOnVirtualTime(), health, Self, new RoomMeter(_world.Time));
        _committer = _world.System.Spawn("committer", () => new Committer(parts));
        _room = _world.Probe("room");
        foreach (var id in new[] { "a", "b" })
        {
            var room = new NewRoom(new RoomId(id), new RoomNumber(1), new RoomTypeName("t"), 1, "", false, default, default);
            _memory.CreateAsync(room, Self, default).GetAwaiter().GetResult();
        }
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Turns_that_come_while_a_batch_is_on_its_way_are_one_record_of_the_next()
    {
        _store.Delay = _ => TimeSpan.FromMilliseconds(10);
        Append("a", 0, 1);
        _world.RunUntilIdle();
        Append("a", 1, 2);
        Append("b", 0, 1);
        Append("a", 2, 3);
        _world.RunUntilIdle();
        _store.Calls.Count.ShouldBe(1);

        Advance(2);

        _store.Calls.Count.ShouldBe(2);
        Answers().ShouldBe([Committed(1), Committed(3), Committed(1)], ignoreOrder: true);
        Log("a").Select(record => (record.BaseVersion.Value, record.Version.Value)).ShouldBe([(0UL, 1UL), (1UL, 3UL)]);
        Log("a")[1].Turns.Length.ShouldBe(2);
    }

    [Fact]
    public void A_batch_whose_outcome_is_unknown_is_tried_again_as_it_was()
    {
        _store.Trouble = _ => Trouble.FailsAfterwards;
        Append("a", 0, 1);
        _world.RunUntilIdle();
        Append("a", 1, 2);
        _world.RunUntilIdle();
        Answers().ShouldBeEmpty();
        _store.Trouble = _ => Trouble.None;

        Advance(20);

        Answers().ShouldBe([Committed(1), Committed(2)]);
        Log("a").Count.ShouldBe(2);
    }

    [Fact]
    public void A_fenced_room_fails_alone()
    {
        _store.Delay = _ => TimeSpan.FromMilliseconds(10);
        Append("b", 7, 8);
        Append("a", 0, 1);
        _world.RunUntilIdle();
        Advance(2);

        Answers().ShouldBe([Committed(1), new CommitAnswer.Refused(WriteAnswer.Fenced)], ignoreOrder: true);
    }

    [Fact]
    public void What_an_elder_activation_still_waits_for_is_void_when_a_later_one_comes()
    {
        _store.Delay = _ => TimeSpan.FromMilliseconds(10);
        Append("b", 0, 1);
        _world.RunUntilIdle();
        Append("a", 0, 1);
        Append("a", 0, 1, epoch: 2);
        _world.RunUntilIdle();

        Answers().ShouldBe([new CommitAnswer.Refused(WriteAnswer.Fenced)]);
    }

    [Fact]
    public void A_snapshot_that_waits_is_replaced_by_a_newer_one_and_its_members_are_not_forgotten()
    {
        var queue = new SaveQueue();
        queue.Put(Save(1, new RosterChange(new PlayerId("one"), true)));
        queue.Put(Save(2, new RosterChange(new PlayerId("two"), true)));

        var saved = queue.Take().ShouldHaveSingleItem().Snapshot;

        saved.Version.Value.ShouldBe(2UL);
        saved.Roster.Select(change => change.Player.Value).ShouldBe(["one", "two"]);
        queue.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_batch_has_500_rooms_at_most()
    {
        var queue = new AppendQueue();
        for (var room = 0; room < IRoomStore.BatchRoomsMax + 1; room++)
        {
            queue.Put(new CommitMessage.Append(_room.Ref, Turn($"r{room}", 0, 1, 1)));
        }

        queue.Take().Count.ShouldBe(IRoomStore.BatchRoomsMax);
        queue.Take().Count.ShouldBe(1);
        queue.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_room_of_a_batch_under_way_is_in_no_other_batch()
    {
        var queue = new AppendQueue();
        Put(queue, "a", 0, 1);
        var first = queue.Take();

        Put(queue, "a", 1, 2);
        Put(queue, "b", 0, 1);

        queue.Take().ShouldHaveSingleItem().Turn.Room.ShouldBe(new RoomId("b"));
        queue.IsEmpty.ShouldBeTrue();
        queue.Done(first);
        queue.Take().ShouldHaveSingleItem().Turn.BaseVersion.ShouldBe(new RoomVersion(1));
    }

    [Fact]
    public void A_full_batch_goes_to_the_store_while_another_is_there_and_a_smaller_one_waits()
    {
        _store.Delay = _ => TimeSpan.FromMilliseconds(10);
        Append("first", 0, 1);
        _world.RunUntilIdle();
        for (var room = 0; room < IRoomStore.BatchRoomsMax - 1; room++)
        {
            Append($"r{room}", 0, 1);
        }

        _world.RunUntilIdle();
        _store.Calls.Count.ShouldBe(1);

        Append("last", 0, 1);
        _world.RunUntilIdle();

        _store.Calls.Count.ShouldBe(2);
    }

    private void Append(string room, ulong from, ulong to, ulong epoch = 1) =>
        _committer.Tell(new CommitMessage.Append(_room.Ref, Turn(room, from, to, epoch)));

    private void Put(AppendQueue queue, string room, ulong from, ulong to) =>
        queue.Put(new CommitMessage.Append(_room.Ref, Turn(room, from, to, 1)));

    private static RoomAppend Turn(string room, ulong from, ulong to, ulong epoch) =>
        new(new RoomId(room), new Epoch(epoch), new RoomVersion(from), new RoomVersion(to), new byte[] { 1 }, default, [], Ended: false);

    private CommitMessage.Save Save(ulong version, RosterChange change) => new(
        _room.Ref,
        new SnapshotSave(
            new RoomId("a"), new Epoch(1), new RoomVersion(version), 1, default, default, [change], Ended: false, IsOnlyOne: true));

    private void Advance(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            _world.Advance(TimeSpan.FromMilliseconds(10));
        }
    }

    private IReadOnlyList<object> Answers() => _room.TakeAll();

    private static CommitAnswer Committed(ulong version) => new CommitAnswer.Committed(new RoomVersion(version));

    private IReadOnlyList<StoredRecord> Log(string room) =>
        _memory.ReadLogAsync(new RoomId(room), default, new RoomVersion(100), 1_000_000, default).GetAwaiter().GetResult();
}
