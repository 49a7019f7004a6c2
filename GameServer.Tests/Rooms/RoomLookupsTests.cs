using GameServer.Authoring;
using GameServer.Bench.Chaos;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Storage.Memory;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Rooms;

public sealed class RoomLookupsTests : IDisposable
{
    private static readonly RoomSettings Settings = new() { Durability = Durability.Committed };

    private readonly WaitingStore _store = new(new MemoryRoomStore());
    private readonly NodeWorld _node;
    private readonly List<string> _answers = [];

    public RoomLookupsTests() =>
        _node = new NodeWorld(new NodeWorldOptions { Store = _store }, ("counting", () => new CountingRoom(Settings)));

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_store_is_not_asked_for_what_no_room_can_be_called()
    {
        Find("one", "\0", "", "a-b", "room1", new string('a', 65));

        _store.Asked.ShouldBe(["room1"]);
    }

    [Fact]
    public void Who_asks_no_more_about_a_player_than_somebody_before_gets_the_same_answer()
    {
        Find("one", "a", "b");
        Find("two", "b");
        _store.Asked.ShouldBe(["a b"]);

        _store.Answer(0);
        _node.RunUntilIdle();

        _answers.ShouldBe(["one: ab", "two: ab"]);
    }

    [Fact]
    public void Who_names_further_rooms_of_a_player_is_not_answered_without_them()
    {
        Find("one", "a");
        Find("two", "a", "b");
        Find("three", "b");
        _store.Asked.ShouldBe(["a", "a b"]);

        _store.Answer(0);
        _node.RunUntilIdle();
        _store.Answer(1);
        _node.RunUntilIdle();
        Find("four", "b");

        _answers.ShouldBe(["one: a", "two: ab", "three: ab"]);
        _store.Asked.Count.ShouldBe(3);
    }

    private void Find(string asker, params string[] alsoThese)
    {
        var rooms = alsoThese.Select(id => new RoomId(id)).ToList();
        _node.Host.Tell(new HostMessage.RoomsOf(
            new PlayerId("player"), rooms, found => _answers.Add($"{asker}: {string.Concat(found.Select(room => room.RoomId))}")));
        _node.RunUntilIdle();
    }

    /// <summary>Finds all rooms that it is asked about, when the test says so.</summary>
    private sealed class WaitingStore(IRoomStore store) : StoreInFront(store)
    {
        private readonly List<TaskCompletionSource<IReadOnlyList<StoredPlace>>> _answers = [];

        internal List<string> Asked { get; } = [];

        internal void Answer(int number)
        {
            // What waits for the answer goes on here and now, on the test's own thread.
            SynchronizationContext.SetSynchronizationContext(null);
            _answers[number].SetResult(Asked[number].Split(' ').Select(
                id => new StoredPlace(new RoomId(id), new RoomTypeName("counting"))).ToList());
        }

        public override Task<IReadOnlyList<StoredPlace>> RoomsOfAsync(
            PlayerId player, IReadOnlyList<RoomId> alsoThese, CancellationToken cancel)
        {
            Asked.Add(string.Join(' ', alsoThese));
            _answers.Add(new TaskCompletionSource<IReadOnlyList<StoredPlace>>());
            return _answers[^1].Task;
        }
    }
}
