using GameServer.Authoring;
using GameServer.Cluster;
using GameServer.Games.Relay;
using GameServer.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Routing;

namespace GameServer.Tests;

public sealed class ReadinessTests : IDisposable
{
    private readonly ActorWorld _world = new();
    private readonly StoreHealth _store = new(new LinesLogger<StoreHealth>([]));
    private readonly NodeLease _lease;
    private readonly Pulse _pulse;
    private readonly TurnWatch _turns;
    private readonly Readiness _readiness;

    public ReadinessTests()
    {
        _lease = new NodeLease(_world.Time, new Incarnation("a-1"));
        Renew();
        _pulse = new Pulse(_world.Time);
        _pulse.Start(_world.System);
        _turns = new TurnWatch(new RoomOptions(), _world.Time, new LinesLogger<TurnWatch>([]));
        var signs = new NodeSigns(_store, _lease, _turns);
        _readiness = new Readiness(signs, _pulse, new HealthOptions { StoreSilenceMs = 30_000, StuckMs = 10_000 }, _world.Time);
    }

    public void Dispose()
    {
        _turns.Dispose();
        _world.Dispose();
    }

    [Fact]
    public void From_the_end_of_its_start_to_the_beginning_of_its_stop_a_server_is_ready()
    {
        _readiness.Reasons().ShouldBe(["The server is starting."]);
        _readiness.Started();
        _readiness.Reasons().ShouldBeEmpty();
        _readiness.Stopping();
        _readiness.Reasons().ShouldBe(["The server is stopping."]);
    }

    [Fact]
    public void A_store_that_does_not_answer_makes_it_not_ready_until_it_does()
    {
        _readiness.Started();
        _store.Asked(_world.Time.GetUtcNow());
        Pass(30);
        _readiness.Reasons().ShouldBeEmpty();
        Pass(1);
        _readiness.Reasons().ShouldBe(["The store has not answered for 31 s."]);
        _store.Answered(_world.Time.GetUtcNow(), hadFailed: false);
        _readiness.Reasons().ShouldBeEmpty();
    }

    [Fact]
    public void A_lease_that_has_run_out_makes_it_not_ready_until_it_is_renewed()
    {
        _readiness.Started();
        _lease.End();
        _readiness.Reasons().ShouldBe(["The node's lease has run out: its rooms stand still."]);
        Renew();
        _readiness.Reasons().ShouldBeEmpty();
    }

    [Fact]
    public void Messages_that_nobody_runs_make_it_not_ready_until_somebody_does()
    {
        _readiness.Started();
        Pass(60);
        _readiness.Reasons().ShouldBeEmpty();

        // The timer's message waits in a mailbox.
        _world.Time.Advance(11.Seconds());
        _readiness.Reasons().ShouldBe(["Timers and messages have been stuck for 11 s."]);
        _world.RunUntilIdle();
        _readiness.Reasons().ShouldBeEmpty();
    }

    [Fact]
    public void A_turn_that_does_not_end_makes_it_not_ready_and_its_rooms_id_stays_secret()
    {
        NodeWorld? node = null;
        IReadOnlyList<string> whileItRan = [];
        Readiness? readiness = null;
        using var world = node = new NodeWorld(("slow", () => new EndlessRoom(() =>
        {
            node!.Time.Advance(11.Seconds());
            whileItRan = readiness!.Reasons();
        })));
        readiness = new Readiness(
            new NodeSigns(node.Health, node.Lease, node.Watch), new Pulse(TimeProvider.System), new HealthOptions(), node.Time);
        readiness.Started();
        var player = node.Connect();
        var room = player.Enter(new Join { Key = new RoomKey { RoomType = "slow", Key = "a" } });
        player.Command(room.Room, new RelayCommand { Type = 1 });

        whileItRan.ShouldBe(["A turn of a room of type 'slow' has run for 11 s."]);
        readiness.Reasons().ShouldBeEmpty();
    }

    private void Renew() => _lease.Renew(_world.Time.GetTimestamp(), TimeSpan.FromDays(1));

    private void Pass(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            _world.Advance(1.Seconds());
        }
    }

    /// <summary>Does something long for a command.</summary>
    private sealed class EndlessRoom(Action takeLong) : Room<RelayState, RelayCommand, RelayEvent>
    {
        protected override void OnCommand(Player player, RelayCommand command) => takeLong();
    }
}
