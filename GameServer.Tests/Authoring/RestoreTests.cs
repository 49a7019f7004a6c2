using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

public sealed class RestoreTests
{
    private static readonly RoomSettings _committed = new() { Durability = Durability.Committed };

    [Fact]
    public void A_room_of_which_nothing_was_stored_begins_as_new()
    {
        var rig = Again(new RoomHistory(default, [], 1), epoch: 8);
        rig.Room.Trace.ShouldBe(["created", "activated"]);
        rig.Turns.ShouldHaveSingleItem().Version.ShouldBe(1ul);
    }

    [Fact]
    public void Members_are_away_with_a_fresh_grace_and_the_author_hears_of_those_who_were_here()
    {
        var rig = Committed().With("alice", "bob", "carol");
        rig.Turn(new RoomInput.ConnectionLost(Address("carol")));
        var again = Again(rig.History, now: Start + 10.Minutes());
        again.Room.Trace.ShouldBe(["activated", "away alice", "away bob"]);
        again.Members.Count.ShouldBe(3);
        again.Members.ShouldAllBe(member => !member.IsHere);
        var rows = again.Turns.ShouldHaveSingleItem().Members;
        rows.Select(row => row.PlayerNumber).ShouldBe([1u, 2u, 3u]);
        rows.ShouldAllBe(row => !row.IsHere && row.GraceUntil == RecordTime.Of(Start + 10.Minutes() + 30.Seconds()));
        again.Kernel.WakeAt.ShouldBe(Start + 10.Minutes() + 30.Seconds());
        again.Kernel.IsIdle.ShouldBeTrue();
        again.First.OfType<RoomEffect.Detached>().ShouldBeEmpty();
        again.After(30.Seconds()).OfType<RoomEffect.RosterChanged>().Count().ShouldBe(3);
    }

    [Fact]
    public void The_author_hears_once_that_a_member_is_away()
    {
        var rig = Committed().With("alice");
        var second = Again(rig.History);
        var third = Again(new RoomHistory(default, [.. rig.Log, .. second.Log], 1), epoch: 9);
        third.Room.Trace.ShouldBe(["activated"]);
        Again(new RoomHistory(second.Kernel.Snapshot(), [], 1), epoch: 9).Room.Trace.ShouldBe(["activated"]);
        third.Turns.ShouldBeEmpty("nothing has changed");
    }

    [Fact]
    public void A_grace_that_ran_out_while_the_room_was_served_is_not_given_again()
    {
        var rig = Committed().With("alice");
        rig.Turn(new RoomInput.ConnectionLost(Address("alice")));
        var woken = Again(rig.History, now: Start + 31.Seconds(), servingSince: Start - 1.Hours());
        woken.After(1.Seconds()).OfType<RoomEffect.RosterChanged>().ShouldBeEmpty("it gets the chance to come back");
        woken.After(1.Seconds()).OfType<RoomEffect.RosterChanged>().ShouldHaveSingleItem().Member.ShouldBeFalse();

        var restarted = Again(rig.History, now: Start + 31.Seconds(), servingSince: Start + 30.Seconds());
        restarted.After(28.Seconds()).OfType<RoomEffect.RosterChanged>().ShouldBeEmpty("nobody served the room when the grace ran out");
        restarted.After(1.Seconds()).OfType<RoomEffect.RosterChanged>().ShouldHaveSingleItem();
    }

    [Fact]
    public void What_was_overdue_happens_after_members_had_their_chance_in_the_old_order()
    {
        var rig = Committed().With("alice");
        foreach (var (key, delay) in new[] { ("c", 3_000), ("a", 1_000), ("d", 70_000), ("b", 2_000) })
        {
            rig.Turn(rig.Next("alice", new ProbeCommand { Schedule = new Probe.Timer { Key = key, DelayMs = delay } }));
        }

        rig.Turn(new RoomInput.Reserve("s", null, Start + 1.Seconds()));
        var again = Again(rig.History, now: Start + 60.Seconds());
        again.Room.Trace.Clear();
        again.After(1_999.Milliseconds(), Join("dora", seat: "s"));
        again.Room.Trace.ShouldBe(["joining dora seat:True", "joined dora"]);
        again.After(1.Milliseconds());
        again.Room.Trace.Skip(2).ShouldBe(["timer a", "timer b", "timer c"]);
        again.After(8.Seconds());
        again.Room.Trace.Last().ShouldBe("timer d");
    }

    [Fact]
    public void An_empty_room_that_is_overdue_ends_after_the_chance()
    {
        var rig = Committed().With("alice");
        rig.Turn(new RoomInput.Leave(Address("alice"), 1));
        var again = Again(rig.History, now: Start + 1.Hours());
        again.After(1.Seconds()).Ended.ShouldBeFalse();
        again.After(1.Seconds()).Ended.ShouldBeTrue();
    }

    [Fact]
    public void Room_time_and_ticks_go_on()
    {
        var setup = _committed with { TickRate = 10 };
        var rig = new KernelRig(new ProbeRoom { Setup = setup });
        foreach (var _ in Enumerable.Range(0, 5))
        {
            rig.After(100.Milliseconds());
        }

        var again = Again(rig.History, now: Start - 1.Hours(), setup: setup);
        again.First.At.ShouldBe(Start + 500.Milliseconds(), "time never goes back");
        again.State.Ticks.ShouldBe(5ul);
        again.Now = Start + 600.Milliseconds();
        again.Turn();
        again.State.Ticks.ShouldBe(6ul);
    }

    [Fact]
    public void A_room_that_can_not_be_activated_stays_stored()
    {
        var rig = Committed().With("alice");
        var room = new ProbeRoom { Setup = _committed, WhenActivated = () => throw new InvalidOperationException("no") };
        var again = new KernelRig(room, rig.History, 8);
        again.Kernel.IsClosed.ShouldBeTrue();
        again.First.OfType<RoomEffect.Closed>().ShouldHaveSingleItem();
        again.First.Ended.ShouldBeFalse();
        again.First.Record.IsEmpty.ShouldBeTrue();
        Again(rig.History, epoch: 9).Members.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_failing_OnAway_costs_nobody_a_place()
    {
        var rig = Committed().With("alice", "bob");
        var room = new ProbeRoom
        {
            Setup = _committed,
            WhenAway = player => _ = player.Name == "alice" ? throw new InvalidOperationException("no") : 0,
        };
        var again = new KernelRig(room, rig.History, 8);
        again.First.OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Handler.ShouldBe("OnAway");
        again.State.Log.ShouldBe(["created", "joined alice", "joined bob", "away bob"]);
        again.Members.Count(member => !member.IsHere).ShouldBe(2);
    }

    [Fact]
    public void A_snapshot_from_before_the_first_turn_still_knows_who_was_here()
    {
        var rig = Committed().With("alice");
        var unbegun = Again(rig.History).Unbegun;
        Again(new RoomHistory(unbegun, [], 1), epoch: 9).Room.Trace.ShouldBe(["activated", "away alice"]);
    }

    [Fact]
    public void An_elder_version_is_upcast_and_that_is_stored_first()
    {
        var rig = Committed().With("alice");
        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 5 }));
        var newer = _committed with { Version = 3 };
        var again = new KernelRig(Upcast(newer), rig.History, 8);
        again.WantedSnapshotFirst.ShouldBeTrue();
        again.Kernel.WantsSnapshotFirst.ShouldBeFalse("its first turn has run");
        var snapshot = RoomSnapshot.Parser.ParseFrom(again.Unbegun);
        (snapshot.Version, snapshot.TypeVersion).ShouldBe((rig.Kernel.Version.Value + 1, 3u));
        ProbeState.Parser.ParseFrom(snapshot.State).Sum.ShouldBe(1_005);
        again.Turns.ShouldHaveSingleItem().Version.ShouldBe(snapshot.Version + 1);

        var later = new KernelRig(Upcast(newer), new RoomHistory(again.Unbegun, [.. again.Log], 3), 9);
        later.WantedSnapshotFirst.ShouldBeFalse();
        later.State.Sum.ShouldBe(1_005);
    }

    [Fact]
    public void A_client_sees_what_the_upcast_changed()
    {
        var rig = Committed().With("alice");
        var at = rig.Kernel.Version.Value;
        var again = new KernelRig(Upcast(_committed with { Version = 2 }), rig.History, 8);
        var back = again.Turn(Attach("alice", 2, at));
        back.Frames().First(frame => frame.Attached is not null).Attached.Rewound.ShouldBeNull();
        var updates = back.Frames().Where(frame => frame.Update is not null).Select(frame => frame.Update).ToList();
        updates[0].BaseVersion.ShouldBe(at);
        updates.ShouldAllBe(update => update.Epoch == 8 && !update.Snapshot);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 1)]
    public void A_version_that_is_not_known_is_refused(int wroteIt, int present)
    {
        var setup = _committed with { Version = present, EldestVersion = present };
        var history = Committed().With("alice").History with { TypeVersion = wroteIt };
        Should.Throw<RoomHistoryException>(() => new KernelRig(new ProbeRoom { Setup = setup }, history, 8))
            .Message.ShouldContain($"Version {wroteIt}");
    }

    [Fact]
    public void An_upcast_that_fails_or_sends_is_refused()
    {
        var history = Committed().With("alice").History;
        var setup = _committed with { Version = 2 };
        Should.Throw<RoomHistoryException>(() => new KernelRig(Upcast(setup, _ => throw new TimeoutException("no")), history, 8))
            .Message.ShouldContain("OnUpcast");
        Should.Throw<RoomHistoryException>(() => new KernelRig(Upcast(setup, room => room.Shout("!")), history, 8))
            .Message.ShouldContain("can't send");
    }

    [Fact]
    public void An_epoch_that_is_not_newer_is_refused() =>
        Should.Throw<RoomHistoryException>(() => Again(Committed().With("alice").History, epoch: KernelRig.Epoch.Value));

    [Fact]
    public void A_history_that_leads_elsewhere_is_refused()
    {
        var rig = Committed().With("alice", "bob");
        var elder = rig.History with { Records = rig.History.Records.SkipLast(1).ToList(), LeadsTo = rig.Kernel.Version };
        Should.Throw<RoomHistoryException>(() => Again(elder)).Message.ShouldContain("leads to version");
        var gap = rig.History with { Records = [rig.Log[0], rig.Log[2]] };
        Should.Throw<RoomHistoryException>(() => Again(gap)).Message.ShouldContain("missing");
    }

    internal static KernelRig Committed() => new(new ProbeRoom { Setup = _committed });

    internal static KernelRig Again(
        RoomHistory history,
        ulong epoch = 8,
        DateTimeOffset? now = null,
        DateTimeOffset? servingSince = null,
        RoomSettings? setup = null) =>
        new(new ProbeRoom { Setup = setup ?? _committed }, history, epoch, now, servingSince);

    private static ProbeRoom Upcast(RoomSettings setup, Action<ProbeRoom>? upcast = null) =>
        new() { Setup = setup, WhenUpcast = upcast ?? (room => room.Live.Sum += 1_000) };
}
