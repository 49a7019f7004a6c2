using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

public sealed class RecordTests
{
    private static readonly RoomSettings _committed = new() { Durability = Durability.Committed };

    [Fact]
    public void A_record_holds_the_very_bytes_of_the_update()
    {
        var rig = Committed().With("alice");
        foreach (var fill in new uint[] { 1, 100, 1_000, 20_000 })
        {
            var effects = rig.Turn(rig.Next("alice", new ProbeCommand { Fill = fill, Broadcast = { "hello" } }));
            var turn = RoomRecord.Parser.ParseFrom(effects.Record.Span).Turns.ShouldHaveSingleItem();
            turn.Update.ShouldBe(effects.Published());
            turn.Version.ShouldBe(effects.Version.Value);
            effects.Version.Value.ShouldBe(effects.BaseVersion.Value + 1);
        }
    }

    [Fact]
    public void A_record_holds_the_number_of_a_command_and_results_that_have_words()
    {
        var rig = Committed().With("alice");
        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 }));
        Commands(rig).ShouldBe(new CommandRow { PlayerNumber = 1, LastApplied = 1, FirstKept = 1, Confirmed = 1 });
        rig.Turn(rig.Next("alice", new ProbeCommand { Reply = { "yes" } }));
        var row = Commands(rig);
        row.LastApplied.ShouldBe(2ul);
        row.FirstKept.ShouldBe(2ul);
        row.Results.ShouldHaveSingleItem().CommandSeq.ShouldBe(2ul);
        rig.Turn(Command(Address("alice"), 3, new ProbeCommand(), seen: 1));
        Commands(rig).Results.ShouldBeEmpty("a result is recorded once");
    }

    [Fact]
    public void What_changed_without_a_version_goes_with_the_next_record()
    {
        var rig = Committed().With("alice", "bob");
        rig.Turn(rig.Next("alice", new ProbeCommand { Reply = { "yes" } }));
        var seen = rig.Turn(new RoomInput.Seen(Address("alice", 1), new CommandSeq(1)));
        seen.Record.IsEmpty.ShouldBeTrue();
        seen.Version.ShouldBe(seen.BaseVersion);
        rig.Turn(rig.Next("bob", new ProbeCommand()));
        var rows = rig.Turns.Last().Commands.OrderBy(row => row.PlayerNumber).ToList();
        rows.ConvertAll(row => (row.PlayerNumber, row.LastApplied, row.FirstKept)).ShouldBe([(1u, 1ul, 2ul), (2u, 1ul, 1ul)]);
        rig.Turn(rig.Next("bob", new ProbeCommand()));
        Commands(rig).PlayerNumber.ShouldBe(2u, "it is recorded once");
    }

    [Fact]
    public void A_record_says_who_came_who_is_away_and_who_left()
    {
        var rig = Committed();
        var joined = rig.Turn(Join("alice"), Join("bob"));
        var rows = RoomRecord.Parser.ParseFrom(joined.Record.Span).Turns.ShouldHaveSingleItem();
        rows.Members.Select(row => (row.PlayerId, row.IsHere, row.Removed)).ShouldBe([("alice", true, false), ("bob", true, false)]);
        rows.NextPlayerNumber.ShouldBe(3u);
        rig.Turn(new RoomInput.ConnectionLost(Address("bob")));
        var away = rig.Turns.Last().Members.ShouldHaveSingleItem();
        away.IsHere.ShouldBeFalse();
        away.GraceUntil.ShouldBe(RecordTime.Of(Start + 30.Seconds()));
        rig.Turn(new RoomInput.Leave(Address("alice"), 1));
        rig.Turns.Last().Members.ShouldBe([new MemberRow { PlayerNumber = 1, Removed = true }]);
        rig.Turns.Last().NextPlayerNumber.ShouldBe(0u, "unchanged");
    }

    [Fact]
    public void A_record_says_what_changed_of_timers_seats_properties_and_random_numbers()
    {
        var rig = Committed().With("alice");
        var timer = new Probe.Timer { Key = "t", DelayMs = 5_000, Command = new ProbeCommand { Add = 3 } };
        rig.Turn(rig.Next("alice", new ProbeCommand { Schedule = timer, Property = "a=b", Draw = true }));
        var turn = rig.Turns.Last();
        turn.Timers.ShouldHaveSingleItem().Due.ShouldBe(RecordTime.Of(Start + 5.Seconds()));
        turn.Properties.Values["a"].ShouldBe("b");
        turn.Random.ShouldNotBeNull();
        rig.Turn(new RoomInput.Reserve("s", new PlayerId("bob"), Start + 9.Seconds()));
        turn = rig.Turns.Last();
        turn.Seats.ShouldBe([new SeatRow { Seat = "s", Until = RecordTime.Of(Start + 9.Seconds()), PlayerId = "bob" }]);
        turn.Timers.ShouldBeEmpty();
        turn.Properties.ShouldBeNull();
        turn.Random.ShouldBeNull();
        rig.Turn(rig.Next("alice", new ProbeCommand { Cancel = "t" }), Join("bob", seat: "s"));
        rig.Turns.Last().Timers.ShouldBe([new TimerRow { Key = "t", Removed = true }]);
        rig.Turns.Last().Seats.ShouldBe([new SeatRow { Seat = "s", Removed = true }]);
    }

    [Fact]
    public void Events_for_single_members_are_recorded_beside_the_update()
    {
        var rig = Committed().With("alice", "bob");
        rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { "all" }, Whisper = { new Whisper { To = 2, Text = "psst" } } }));
        var own = rig.Turns.Last().Direct.ShouldHaveSingleItem();
        own.PlayerNumber.ShouldBe(2u);
        own.Event.After.ShouldBe(1u);
        ProbeEvent.Parser.ParseFrom(own.Event.Payload).Text.ShouldBe("psst");
    }

    [Fact]
    public void Of_a_turn_that_failed_only_what_remains_is_recorded_each_step_by_itself()
    {
        var rig = Committed().With("alice", "bob");
        var effects = rig.Turn(
            rig.Next("alice", new ProbeCommand { Add = 1 }),
            rig.Next("bob", new ProbeCommand { Add = 1, Draw = true, Fail = "thrown" }),
            rig.Next("alice", new ProbeCommand { Add = 1 }));
        var turns = RoomRecord.Parser.ParseFrom(effects.Record.Span).Turns;
        turns.Select(turn => turn.Version).ShouldBe([effects.BaseVersion.Value + 1, effects.BaseVersion.Value + 2, effects.Version.Value]);
        turns[1].Update.ShouldBeNull();
        turns[1].Random.ShouldBeNull("a failed command gives its numbers back");
        turns[1].Commands.ShouldHaveSingleItem().Results.ShouldHaveSingleItem().Outcome.ShouldBe(CommandResult.Types.Outcome.Failed);
        turns[1].Commands[0].Faults.ShouldBe(1u);
    }

    [Fact]
    public void The_end_of_a_room_is_its_last_record()
    {
        var rig = Committed().With("alice");
        var effects = rig.Turn(new RoomInput.Close("over"));
        effects.Ended.ShouldBeTrue();
        var last = RoomRecord.Parser.ParseFrom(effects.Record.Span).Turns[^1];
        last.Ended.ShouldBe("over");
        last.Members.ShouldBe([new MemberRow { PlayerNumber = 1, Removed = true }]);
        last.Version.ShouldBe(effects.Version.Value);
        rig.Kernel.Version.ShouldBe(effects.Version);
        Should.Throw<RoomHistoryException>(() => new KernelRig(new ProbeRoom { Setup = _committed }, rig.History, 8))
            .Message.ShouldContain("ended");
        var snapshot = new RoomHistory(rig.Kernel.Snapshot(), [], 1);
        Should.Throw<RoomHistoryException>(() => new KernelRig(new ProbeRoom { Setup = _committed }, snapshot, 8));
    }

    [Fact]
    public void Rooms_that_are_not_committed_record_nothing_but_take_versions()
    {
        foreach (var durability in new[] { Durability.Volatile, Durability.Periodic(1.Seconds()) })
        {
            var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { Durability = durability } }).With("alice");
            var effects = rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 }));
            effects.Record.IsEmpty.ShouldBeTrue();
            effects.Version.Value.ShouldBe(effects.BaseVersion.Value + 1);
            rig.Turn(new RoomInput.Close("over")).Ended.ShouldBeTrue();
            rig.Log.ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_turns_output_holds_while_later_turns_run()
    {
        var rig = Committed().With("alice");
        var held = rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { "first" } }));
        var record = held.Record.ToArray();
        var next = rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { "second" }, Fill = 5_000 }));
        held.Record.ToArray().ShouldBe(record);
        held.Published()!.Texts().ShouldBe(["first"]);
        next.BaseVersion.ShouldBe(held.Version);
        held.Recycle();
        held.Record.IsEmpty.ShouldBeTrue();
        rig.Turn(rig.Next("alice", new ProbeCommand { Broadcast = { "third" } })).ShouldBeSameAs(held);
        next.Published()!.Texts().ShouldBe(["second"]);
    }

    [Fact]
    public void A_room_is_idle_while_nobody_is_here_and_nothing_is_pending()
    {
        var rig = Committed();
        rig.Kernel.IsIdle.ShouldBeTrue();
        rig.Kernel.WakeAt.ShouldBe(Start + 10.Seconds());
        rig.With("alice").Kernel.IsIdle.ShouldBeFalse();
        rig.Kernel.WakeAt.ShouldBeNull();
        var timer = new Probe.Timer { Key = "t", DelayMs = 5_000 };
        var waiting = rig.Turn(rig.Next("alice", new ProbeCommand { Await = "text", Schedule = timer }));
        var work = waiting.OfType<RoomEffect.StartWork>().Single();
        rig.Turn(new RoomInput.ConnectionLost(Address("alice")));
        rig.Kernel.IsIdle.ShouldBeFalse("work is pending");
        rig.Turn(new RoomInput.WorkDone(work.WorkId, "text", null));
        rig.Kernel.IsIdle.ShouldBeTrue();
        rig.Kernel.WakeAt.ShouldBe(Start + 5.Seconds());
    }

    private static CommandRow Commands(KernelRig rig) => rig.Turns.Last().Commands.ShouldHaveSingleItem();

    private static KernelRig Committed() => new(new ProbeRoom { Setup = _committed });
}
