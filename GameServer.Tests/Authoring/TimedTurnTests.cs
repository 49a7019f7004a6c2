using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;
using Timer = GameServer.Tests.Authoring.Probe.Timer;

namespace GameServer.Tests.Authoring;

public sealed class TimedTurnTests
{
    [Theory]
    [InlineData("", 0, "1 to 128 characters")]
    [InlineData("t", -1, "0 to 3,650 days")]
    public void A_timer_with_a_wrong_key_or_delay_is_the_authors_fault(string key, int delayMs, string named)
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        var command = new ProbeCommand { Schedule = new Timer { Key = key, DelayMs = delayMs } };

        var effects = rig.Turn(rig.Next("alice", command));

        effects.OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Cause.Message.ShouldContain(named);
        rig.Kernel.NextDue.ShouldBeNull();
    }

    [Fact]
    public void Timers_fire_once_at_their_time_in_the_order_of_time_and_then_of_setting()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        foreach (var (key, delay) in new[] { ("c", 30), ("b", 20), ("a", 20) })
        {
            rig.Turn(rig.Next("alice", Schedule(key, delay)));
        }

        rig.Kernel.NextDue.ShouldBe(Start + 20.Milliseconds());
        rig.After(19.Milliseconds()).ShouldBeEmpty();
        rig.After(100.Milliseconds());

        rig.State.Log.Skip(2).ShouldBe(["timer b", "timer a", "timer c"]);
        rig.Kernel.NextDue.ShouldBeNull();
        rig.After(1.Hours()).ShouldBeEmpty();
    }

    [Fact]
    public void An_equal_key_replaces_and_a_cancelled_timer_never_fires()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Turn(rig.Next("alice", Schedule("a", 10)), rig.Next("alice", Schedule("b", 10)));
        rig.Turn(rig.Next("alice", Schedule("a", 50)), rig.Next("alice", new ProbeCommand { Cancel = "b" }));
        rig.Turn(rig.Next("alice", new ProbeCommand { Cancel = "unknown" }));

        rig.After(10.Milliseconds()).ShouldBeEmpty();
        rig.After(40.Milliseconds());

        rig.State.Log.Skip(2).ShouldBe(["timer a"]);
    }

    [Fact]
    public void A_timer_without_delay_fires_in_the_next_turn_and_never_keeps_one_running_for_ever()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        var again = Schedule("t", 0);
        again.Schedule.Command = Schedule("t", 0);

        rig.Turn(rig.Next("alice", again));

        rig.State.Log.ShouldNotContain("timer t");
        rig.Kernel.NextDue.ShouldBe(rig.Now);
        rig.Turn();
        rig.Turn();
        rig.Turn();
        rig.State.Log.Count(line => line == "timer t").ShouldBe(2);
    }

    [Fact]
    public void A_timers_command_is_data_and_not_the_authors_object()
    {
        var command = Schedule("t", 10);
        command.Schedule.Command = new ProbeCommand { Add = 1 };
        var rig = new KernelRig(new ProbeRoom { WhenCommand = (_, _, _) => { } }).With("alice");
        rig.Turn(rig.Next("alice", command));
        command.Schedule.Command.Add = 100;

        rig.After(10.Milliseconds());

        rig.State.Sum.ShouldBe(1);
    }

    [Fact]
    public void Ticks_keep_their_grid_and_late_ones_are_one_tick_with_a_longer_elapsed()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { TickRate = 20 } }).With("alice");

        rig.Kernel.NextDue.ShouldBe(Start + 50.Milliseconds());
        rig.After(49.Milliseconds());
        rig.After(2.Milliseconds());
        rig.After(1.Seconds());
        rig.Kernel.NextDue.ShouldBe(Start + 1100.Milliseconds());
        rig.After(49.Milliseconds());

        rig.Room.Trace.Where(line => line.StartsWith("tick")).ShouldBe(["tick 1 50", "tick 2 1000", "tick 3 50"]);
    }

    [Fact]
    public void A_tickless_room_is_woken_by_nothing()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");

        rig.Kernel.NextDue.ShouldBeNull();
    }

    [Fact]
    public void A_room_that_stays_empty_ends()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { EmptyLifetime = 10.Seconds() } });
        rig.Kernel.NextDue.ShouldBe(Start + 10.Seconds());
        rig.Now += 9.Seconds();
        rig.With("alice");
        rig.After(1.Minutes()).ShouldBeEmpty();
        rig.Turn(new RoomInput.Leave(Address("alice"), 0));

        rig.Kernel.NextDue.ShouldBe(rig.Now + 10.Seconds());
        rig.After(9.Seconds()).ShouldBeEmpty();
        rig.After(1.Seconds()).OfType<RoomEffect.Closed>().ShouldHaveSingleItem().Reason.ShouldBe("The room was empty.");
        rig.State.Log[^1].ShouldBe("closing");
    }

    [Fact]
    public void A_reserved_seat_or_an_away_member_keeps_the_room_open()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { EmptyLifetime = 10.Seconds(), Grace = 1.Hours() } });
        rig.Turn(new RoomInput.Reserve("s", null, Start + 20.Seconds()));
        rig.After(15.Seconds());
        rig.Kernel.IsClosed.ShouldBeFalse();
        rig.Turn(Join("alice", seat: "s"), new RoomInput.ConnectionLost(Address("alice")));

        rig.After(30.Minutes());

        rig.Kernel.IsClosed.ShouldBeFalse();
    }

    [Fact]
    public void A_room_for_good_stays_open_without_anybody()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { EmptyLifetime = Timeout.InfiniteTimeSpan } });

        rig.Kernel.NextDue.ShouldBeNull();
        rig.After(TimeSpan.FromDays(1000)).ShouldBeEmpty();
        rig.Kernel.IsClosed.ShouldBeFalse();
    }

    [Fact]
    public void Members_see_the_last_state_and_then_that_the_room_has_ended()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");

        var effects = rig.Turn(
            rig.Next("alice", new ProbeCommand { Add = 1, Broadcast = { "the end" }, Close = "Match over." }),
            rig.Next("bob", new ProbeCommand { Add = 50 }));

        effects.Kinds().ShouldBe([
            "Member", "Publish", "Left", "Detached", "RosterChanged", "Left", "Detached", "RosterChanged", "Error", "Listed", "Closed"]);
        effects.Published()!.Texts().ShouldBe(["the end"]);
        effects.OfType<RoomEffect.Closed>().Single().Reason.ShouldBe("Match over.");
        effects.Error().Code.ShouldBe(ErrorCode.NotInRoom);
        rig.Room.Trace.TakeLast(3).ShouldBe(["closing", "left alice RoomClosed", "left bob RoomClosed"]);
        rig.Turn(rig.Next("bob", new ProbeCommand())).Error().Code.ShouldBe(ErrorCode.NotInRoom);
        rig.Turn(new RoomInput.Reserve("s", null, Start)).OfType<RoomEffect.SeatAnswered>().Single().Refusal.ShouldNotBeNull();
    }

    [Fact]
    public void Whoever_attaches_to_a_room_that_has_ended_is_sent_home()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        var closing = rig.Turn(new RoomInput.Close("over"), Attach("alice", 2, null));

        foreach (var effects in new[] { closing, rig.Turn(Attach("alice", 2, null)) })
        {
            var frame = effects.Frames(Address("alice", 2)).ShouldHaveSingleItem();
            frame.Left.Reason.ShouldBe(RoomLeft.Types.Reason.RoomClosed);
            frame.RequestId.ShouldBe(9u);
            effects.OfType<RoomEffect.Detached>().Single(detached => detached.Member == Address("alice", 2)).Gone.ShouldBeTrue();
        }
    }

    private static ProbeCommand Schedule(string key, int delayMs) => new() { Schedule = new Timer { Key = key, DelayMs = delayMs } };
}
