using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

public sealed class OverloadTests
{
    private static readonly TimeSpan _period = 50.Milliseconds();
    private static readonly RoomSettings _ticking = new() { TickRate = 20, Grace = Timeout.InfiniteTimeSpan };

    [Fact]
    public void A_player_is_refused_with_BUSY_and_a_time_to_come_back_and_a_member_is_let_in_again()
    {
        var rig = Overloaded(RoomLoad.High);

        var effects = rig.Turn(Join("bob"));

        var refused = effects.OfType<RoomEffect.JoinRefused>().ShouldHaveSingleItem();
        refused.IsOverloaded.ShouldBeTrue();
        refused.Error.Code.ShouldBe(ErrorCode.Busy);
        refused.Error.Retry.ShouldBe(Error.Types.Retry.Later);
        refused.Error.RetryAfterMs.ShouldBe(5_000u);
        rig.Turn(Join("alice", Address("alice", 1, "elsewhere"))).OfType<RoomEffect.Attached>().ShouldHaveSingleItem();
        rig.Turn(Attach("alice", 2, null, session: "elsewhere")).OfType<RoomEffect.Attached>().ShouldHaveSingleItem();
        rig.Turn(new RoomInput.Overload(RoomLoad.Calm));
        rig.Turn(Join("bob")).OfType<RoomEffect.Attached>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_full_room_says_that_it_is_full()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _ticking with { MaxMembers = 1 } }).With("alice");
        rig.Turn(new RoomInput.Overload(RoomLoad.High));
        rig.Turn(Join("bob")).Refusal().Code.ShouldBe(ErrorCode.RoomFull);
    }

    [Fact]
    public void A_seat_that_was_reserved_before_is_good_and_none_is_reserved_any_more()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _ticking }).With("alice");
        rig.Turn(new RoomInput.Reserve("s", null, rig.Now + 1.Minutes()), new RoomInput.Overload(RoomLoad.High));

        rig.Turn(new RoomInput.Reserve("late", null, rig.Now + 1.Minutes()))
            .OfType<RoomEffect.SeatAnswered>().ShouldHaveSingleItem().Refusal.ShouldNotBeNull().ShouldContain("overloaded");
        rig.Turn(Join("bob", seat: "s")).OfType<RoomEffect.Attached>().ShouldHaveSingleItem();
    }

    [Fact]
    public void The_listing_shows_the_room_as_closed_until_it_is_calm()
    {
        var rig = Overloaded(RoomLoad.High);
        rig.Kernel.Listing.Open.ShouldBeFalse();
        var effects = rig.Turn(new RoomInput.Overload(RoomLoad.Calm));
        effects.OfType<RoomEffect.Listed>().ShouldHaveSingleItem().Listing.Open.ShouldBeTrue();
    }

    [Theory]
    [InlineData(RoomLoad.Calm, "1 2 3 4 5 6 7 8")]
    [InlineData(RoomLoad.High, "2 4 6 8")]
    [InlineData(RoomLoad.Severe, "4 8")]
    public void Every_second_or_fourth_tick_is_published_with_what_the_ones_before_it_changed(RoomLoad load, string published)
    {
        var rig = Overloaded(load);
        var before = rig.Kernel.Version.Value;

        var updates = Ticks(rig, 8);

        var ticks = updates.Where(each => each.Update is not null).ToList();
        string.Join(' ', ticks.Select(each => each.Tick)).ShouldBe(published);
        ticks.Select(each => each.Update!.BaseVersion).ShouldBe(Enumerable.Range(0, ticks.Count).Select(nth => before + (ulong)nth));
        ticks.Select(each => each.Update!.Version).ShouldBe(Enumerable.Range(1, ticks.Count).Select(nth => before + (ulong)nth));
        rig.Kernel.Published.ShouldBe(rig.Kernel.Version);
        rig.State.Ticks.ShouldBe(8ul);
    }

    [Fact]
    public void A_command_is_answered_at_once_with_the_state_that_it_found()
    {
        var room = RoomHarness.Of(new ProbeRoom { Setup = _ticking });
        var (alice, bob) = (room.Join("alice"), room.Join("bob"));
        room.Overload(RoomLoad.Severe);
        room.Tick(3);
        bob.State.Ticks.ShouldBe(0ul);

        alice.Send(new ProbeCommand { Add = 7, Reply = { "yes" } }).Reply.ShouldNotBeNull().Text.ShouldBe("yes");

        bob.State.ShouldBe(room.State);
        bob.State.Ticks.ShouldBe(3ul);
        room.Tick(3);
        bob.State.Ticks.ShouldBe(3ul);
        room.Tick();
        bob.State.ShouldBe(room.State);
    }

    [Fact]
    public void An_event_of_a_tick_leaves_at_once_with_the_state_that_it_belongs_to()
    {
        ProbeRoom room = null!;
        room = new ProbeRoom { Setup = _ticking, WhenTick = tick => Shout(room, tick) };
        var rig = new KernelRig(room).With("alice");
        rig.Turn(new RoomInput.Overload(RoomLoad.Severe));

        var update = Ticks(rig, 2)[1].Update.ShouldNotBeNull();

        update.Texts().ShouldBe(["two"]);
        update.Patch.ShouldNotBeNull();
        static void Shout(ProbeRoom room, Tick tick)
        {
            if (tick.Number == 2)
            {
                room.Shout("two");
            }
        }
    }

    [Fact]
    public void A_member_that_attaches_gets_all_that_the_ticks_before_have_changed()
    {
        var room = RoomHarness.Of(new ProbeRoom { Setup = _ticking });
        var (alice, bob) = (room.Join("alice"), room.Join("bob"));
        room.Overload(RoomLoad.Severe);
        bob.Disconnect();
        room.Tick(2);

        bob.Reconnect();

        bob.State.ShouldBe(room.State);
        alice.State.ShouldBe(room.State);
        room.Tick(2);
        room.Overload(RoomLoad.Calm);
        bob.State.ShouldBe(room.State);
    }

    [Fact]
    public void The_author_is_told_before_the_next_tick_and_may_ask_at_any_time()
    {
        List<RoomLoad> seen = [];
        ProbeRoom room = null!;
        room = new ProbeRoom { Setup = _ticking, WhenTick = _ => seen.Add(room.PresentLoad) };
        var rig = new KernelRig(room).With("alice");
        rig.After(_period);
        rig.After(_period, new RoomInput.Overload(RoomLoad.High));
        rig.After(_period);
        rig.After(_period, new RoomInput.Overload(RoomLoad.Calm));

        seen.ShouldBe([RoomLoad.Calm, RoomLoad.High, RoomLoad.High, RoomLoad.Calm]);
        room.Trace.Where(line => line.StartsWith("load")).ShouldBe(["load High", "load Calm"]);
    }

    [Fact]
    public void An_author_that_fails_on_it_hides_nothing_from_the_room()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _ticking, WhenOverload = _ => throw new InvalidOperationException("boom") });

        var effects = rig.Turn(new RoomInput.Overload(RoomLoad.High), Join("alice"));

        effects.OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Handler.ShouldBe("OnOverload");
        effects.Refusal().Code.ShouldBe(ErrorCode.Busy);
        rig.State.Log.ShouldNotContain("load High");
    }

    [Fact]
    public void A_command_that_fails_takes_back_ticks_that_nobody_saw_and_they_come_again_as_one()
    {
        ProbeRoom room = null!;
        room = new ProbeRoom { Setup = _ticking, WhenTick = _ => room.Live.Sum += room.Draw() };
        var rig = new KernelRig(room).With("alice");
        rig.Turn(new RoomInput.Overload(RoomLoad.Severe));
        Ticks(rig, 2);
        var drawn = rig.State.Sum;
        room.Trace.Clear();

        var effects = rig.After(_period, rig.Next("alice", new ProbeCommand { Add = 1_000_000_000, Fail = "boom" }));

        effects.Result().Outcome.ShouldBe(CommandResult.Types.Outcome.Failed);
        room.Trace.Where(line => line.StartsWith("tick")).ShouldBe(["tick 1 150"]);
        rig.State.Ticks.ShouldBe(1ul);
        rig.State.Sum.ShouldBeInRange(1, drawn, "the first number that was drawn, drawn again");
        effects.OfType<RoomEffect.Publish>().Last().Update.Version.ShouldBe(rig.Kernel.Version.Value);
    }

    [Fact]
    public void A_tick_that_fails_takes_back_those_before_it_that_nobody_saw()
    {
        var rig = new KernelRig(new ProbeRoom
        {
            Setup = _ticking,
            WhenTick = tick =>
            {
                if (tick.Number == 3)
                {
                    throw new InvalidOperationException("boom");
                }
            },
        }).With("alice");
        rig.Turn(new RoomInput.Overload(RoomLoad.Severe));

        var updates = Ticks(rig, 3);

        updates[2].Update.ShouldNotBeNull().Patch.ShouldNotBeNull();
        rig.State.Ticks.ShouldBe(1ul);
        rig.Room.Trace.Where(line => line.StartsWith("tick")).ShouldBe(["tick 1 50", "tick 2 50", "tick 3 50", "tick 1 150"]);
    }

    [Fact]
    public void A_committed_room_records_what_it_publishes_and_comes_back_as_members_saw_it()
    {
        var committed = _ticking with { Durability = Durability.Committed };
        var rig = new KernelRig(new ProbeRoom { Setup = committed }).With("alice");
        rig.Turn(new RoomInput.Overload(RoomLoad.Severe));
        Ticks(rig, 6);
        rig.Turns.Last().Version.ShouldBe(rig.Kernel.Version.Value);
        rig.Turns.Last().Tick.ShouldBe(4ul);
        var published = rig.Kernel.PublishedState();
        var written = RoomSnapshot.Parser.ParseFrom(rig.Kernel.Snapshot());

        var replayed = new KernelRig(new ProbeRoom { Setup = committed }, rig.History, epoch: 8, now: rig.Now);

        RoomSnapshot.Parser.ParseFrom(replayed.Unbegun).State.ShouldBe(written.State);
        RoomSnapshot.Parser.ParseFrom(replayed.Unbegun).Ledger.Tick.ShouldBe(4ul);
        written.Ledger.Tick.ShouldBe(4ul);
        ProbeState.Parser.ParseFrom(written.State).ShouldBe(published);
        Ticks(replayed, 2).ShouldAllBe(each => each.Update != null, "an activation begins calm");
        rig.State.Ticks.ShouldBe(6ul, "looking at a room changes nothing of it");
        rig.Kernel.LastTick.ShouldBe(6ul);
    }

    [Fact]
    public void The_last_update_of_a_room_has_all_of_its_ticks()
    {
        var room = RoomHarness.Of(new ProbeRoom { Setup = _ticking });
        var alice = room.Join("alice");
        room.Overload(RoomLoad.Severe);
        room.Tick(2);

        room.Tell(new ProbeCommand { Close = "over" });

        alice.State.Ticks.ShouldBe(2ul);
        alice.State.Log.ShouldContain("closing");
    }

    [Fact]
    public void A_state_that_outgrows_its_limit_in_ticks_that_were_not_published_is_undone()
    {
        ProbeRoom room = null!;
        room = new ProbeRoom
        {
            Setup = _ticking with { StateBytesMax = 200 },
            WhenTick = tick => room.Live.Filler = new string('x', tick.Number == 2 ? 300 : 1),
        };
        var rig = new KernelRig(room).With("alice");
        rig.Turn(new RoomInput.Overload(RoomLoad.High));

        Ticks(rig, 2)[1].Update.ShouldNotBeNull();

        rig.State.Filler.Length.ShouldBe(1);
        room.Trace.Where(line => line.StartsWith("tick")).ShouldBe(["tick 1 50", "tick 2 50", "tick 1 100"]);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.009)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_budget_out_of_range_stops_the_start(double budget) =>
        new RoomSettings { TickBudget = budget }.Refusal().ShouldNotBeNull().ShouldContain("TickBudget must be 0.01 to 1; it is");

    private static KernelRig Overloaded(RoomLoad load)
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _ticking }).With("alice");
        rig.Turn(new RoomInput.Overload(load));
        return rig;
    }

    /// <summary>So many ticks, each with its number from 1 and what was published after it.</summary>
    private static List<(int Tick, RoomUpdate? Update)> Ticks(KernelRig rig, int count) =>
        [.. Enumerable.Range(1, count).Select(tick => (tick, rig.After(_period).Published()))];
}
