using GameServer.Authoring;
using GameServer.Games.Relay;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Tests.Routing;
using Microsoft.Extensions.Logging;

namespace GameServer.Tests.Rooms;

/// <summary>A room of which each tick takes as long as the test says.</summary>
public sealed class OverloadedRoomTests : IDisposable
{
    private readonly RoomsLog _log = new();
    private readonly NodeWorld _node;
    private int _tickMs = 30;
    private int _ticks;
    private ulong _latest;

    public OverloadedRoomTests() => _node = new NodeWorld(
        new NodeWorldOptions { Loggers = _log },
        ("busy", () => new BusyRoom(20, Take, tick => _latest = tick)),
        ("tickless", () => new BusyRoom(0, Take, _ => { })));

    public void Dispose() => _node.Dispose();

    [Fact]
    public void A_room_over_its_budget_refuses_joins_until_it_has_been_calm_for_a_while_and_keeps_its_members()
    {
        var (one, two) = (_node.Connect(), _node.Connect());
        var room = one.Enter(Key("a"));
        Pass(3.Seconds());

        one.Until(envelope => envelope.Notice is not null).Notice.Kind.ShouldBe(RoomNotice.Types.Kind.Overloaded);
        two.Refused(new Join { RoomId = room.RoomId }).ShouldBe(ErrorCode.Busy);
        two.Refused(Key("a")).ShouldBe(ErrorCode.Busy, "a key leads to one room");
        one.Enter(Key("a")).RoomId.ShouldBe(room.RoomId);
        one.List(new ListRooms { RoomType = "busy" }).ShouldHaveSingleItem().Open.ShouldBeFalse();
        _node.Watch.Overloaded().ShouldHaveSingleItem().Value.ShouldBe(1);
        Survey().ShouldHaveSingleItem().Load.ShouldNotBe(RoomLoad.Calm);

        _tickMs = 1;
        Pass(30.Seconds());

        one.Until(envelope => envelope.Notice is not null).Notice.Kind.ShouldBe(RoomNotice.Types.Kind.KeepingUp);
        two.Enter(Key("a")).RoomId.ShouldBe(room.RoomId);
        _node.Watch.Overloaded().ShouldBeEmpty();
        Survey().ShouldHaveSingleItem().Load.ShouldBe(RoomLoad.Calm);
        _log.Lines.ShouldBe(["Warning 3006", "Information 3007"]);
    }

    [Fact]
    public void A_match_takes_another_room_or_makes_one()
    {
        var first = _node.Connect().Enter(Match());
        Pass(3.Seconds());

        var second = _node.Connect().Enter(Match());
        second.RoomId.ShouldNotBe(first.RoomId);
        _node.Connect().Enter(Match()).RoomId.ShouldBe(second.RoomId, "that one is not known to be overloaded yet");
    }

    [Fact]
    public void A_tick_that_waited_long_for_something_makes_no_room_overloaded()
    {
        _tickMs = 1;
        var (one, two) = (_node.Connect(), _node.Connect());
        one.Enter(Key("a"));
        Pass(3.Seconds());
        _tickMs = 2_000;
        Pass(50.Milliseconds());
        _tickMs = 1;
        Pass(5.Seconds());

        two.Enter(Key("a"));
        _log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void A_room_without_ticks_is_never_overloaded()
    {
        var (one, two) = (_node.Connect(), _node.Connect());
        var room = one.Enter(Key("a", "tickless"));
        for (var number = 1u; number < 200; number++)
        {
            one.Command(room.Room, new RelayCommand { Type = number });
        }

        two.Enter(Key("a", "tickless"));
        _log.Lines.ShouldBeEmpty();
    }

    [Fact]
    public void Members_get_every_fourth_tick_and_miss_nothing_of_it()
    {
        var player = _node.Connect();
        var room = player.Enter(Key("a"));
        Pass(20.Seconds());
        var state = new RelayState();
        foreach (var update in player.Updates(room.Room))
        {
            Apply(update, state);
        }

        _ticks = 0;

        Pass(8.Seconds());

        var updates = player.Updates(room.Room);
        updates.Count.ShouldBeInRange((_ticks / 4) - 1, (_ticks / 4) + 1);
        updates.Zip(updates.Skip(1)).ShouldAllBe(pair => pair.Second.BaseVersion == pair.First.Version);
        foreach (var update in updates)
        {
            Apply(update, state);
        }

        _latest.ShouldBeInRange(ulong.Parse(state.Members[1].Name), ulong.Parse(state.Members[1].Name) + 3);
    }

    private static void Apply(RoomUpdate update, RelayState state) =>
        StatePatchApplier.Apply(state, update.Patch).ShouldBe(PatchResult.Applied);

    private static Join Key(string key, string type = "busy") => new() { Key = new RoomKey { RoomType = type, Key = key } };

    private static Join Match() => new() { Match = new RoomMatch { RoomType = "busy" } };

    private IReadOnlyList<RoomSurveyed> Survey()
    {
        IReadOnlyList<RoomSurveyed> surveyed = [];
        _node.Host.Tell(new HostMessage.Survey(found => surveyed = found));
        _node.RunUntilIdle();
        return surveyed;
    }

    private void Take()
    {
        _ticks++;
        _node.Time.Advance(_tickMs.Milliseconds());
    }

    // In small steps, so that ticks come when they are due.
    private void Pass(TimeSpan time)
    {
        for (var until = _node.Time.GetUtcNow() + time; _node.Time.GetUtcNow() < until;)
        {
            _node.Advance(5.Milliseconds());
        }
    }

    private sealed class BusyRoom(int tickRate, Action take, Action<ulong> ticked) : Room<RelayState, RelayCommand, RelayEvent>
    {
        public override RoomSettings Settings => new() { TickRate = tickRate };

        protected override void OnCommand(Player player, RelayCommand command) => take();

        protected override void OnTick(Tick tick)
        {
            take();
            ticked(tick.Number);
            State.Members[1] = new RelayMember { Name = $"{tick.Number}" };
        }
    }

    /// <summary>What is logged of overload, as levels and ids.</summary>
    private sealed class RoomsLog : ILoggerFactory, ILogger
    {
        internal List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one log.");

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? cause, Func<TState, Exception?, string> formatter)
        {
            if (id.Id is 3006 or 3007)
            {
                Lines.Add($"{level} {id.Id}");
            }
        }
    }
}
