using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

/// <summary>What a client gets that comes with a position of an elder activation, or on a connection of before it.</summary>
public sealed class ElderPositionTests
{
    private static readonly RoomSettings _committed = new() { Durability = Durability.Committed, Grace = Timeout.InfiniteTimeSpan };

    // Epoch 7 wrote versions 1 to 4, epoch 8 wrote 5 to 7, epoch 10 runs and has written 8; 9 wrote nothing.
    [Theory]
    [InlineData(7, 4, "replayed")]
    [InlineData(7, 2, "replayed")]
    [InlineData(7, 5, "rewound")]
    [InlineData(8, 7, "replayed")]
    [InlineData(8, 4, "replayed")]
    [InlineData(8, 8, "rewound")]
    [InlineData(9, 7, "replayed")]
    [InlineData(9, 8, "rewound")]
    [InlineData(10, 8, "replayed")]
    [InlineData(10, 3, "replayed")]
    [InlineData(10, 99, "rewound")]
    [InlineData(11, 8, "rewound")]
    [InlineData(1, 1, "rewound")]
    [InlineData(1, 5, "rewound")]
    public void A_position_is_real_up_to_where_the_next_activation_began(ulong epoch, ulong version, string what)
    {
        var rig = Third(_committed, logToo: true);
        var frames = rig.Turn(Attach("alice", 9, version, epoch: epoch)).Frames(Address("alice", 9)).ToList();
        var attached = frames.Single(frame => frame.Attached is not null).Attached;
        attached.Epoch.ShouldBe(10ul);
        attached.EventsLost.ShouldBeFalse();
        var updates = frames.Where(frame => frame.Update is not null).Select(frame => frame.Update).ToList();
        updates.ShouldAllBe(update => update.Epoch == 10 && update.Room == 5);
        if (what == "rewound")
        {
            attached.Rewound.Version.ShouldBe(rig.Kernel.Version.Value);
            attached.Rewound.LastApplied.ShouldBe(4ul);
            updates.ShouldHaveSingleItem().Snapshot.ShouldBeTrue();
        }
        else
        {
            attached.Rewound.ShouldBeNull();
            updates.Select(update => (int)update.BaseVersion).ShouldBe(Enumerable.Range((int)version, 9 - (int)version));
            updates.ShouldAllBe(update => !update.Snapshot);
        }
    }

    [Fact]
    public void A_periodic_room_that_came_back_elder_rewinds_who_had_seen_more()
    {
        var setup = _committed with { Durability = Durability.Periodic(1.Seconds()) };
        var rig = new KernelRig(new ProbeRoom { Setup = setup }).With("alice", "bob");
        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 }));
        var stored = rig.Kernel.Snapshot();
        var at = rig.Kernel.Version.Value;
        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 }));
        var again = RestoreTests.Again(new RoomHistory(stored, [], 1), setup: setup);
        var rewound = again.Turn(Attach("alice", 2, at + 1)).Frames(Address("alice", 2)).First().Attached;
        rewound.Rewound.LastApplied.ShouldBe(1ul);
        var same = again.Turn(Attach("bob", 2, at)).Frames(Address("bob", 2)).ToList();
        same[0].Attached.Rewound.ShouldBeNull();
        same.Where(frame => frame.Update is not null).ShouldAllBe(frame => !frame.Update.Snapshot);
    }

    [Fact]
    public void Of_a_room_with_many_activations_the_last_ones_are_remembered()
    {
        var table = new EpochTable();
        for (ulong epoch = 1; epoch <= 70; epoch++)
        {
            table.Add(epoch, epoch * 10);
        }

        table.Rows.Count().ShouldBe(EpochTable.RowsMax);
        table.Was(new Position(new Epoch(7), new RoomVersion(80))).ShouldBeTrue();
        table.Was(new Position(new Epoch(6), new RoomVersion(70))).ShouldBeFalse("its end is forgotten");
        table.Was(new Position(new Epoch(69), new RoomVersion(700))).ShouldBeTrue();
        table.Was(new Position(new Epoch(69), new RoomVersion(701))).ShouldBeFalse();
        Should.Throw<RoomHistoryException>(() => table.Add(69, 900));
        Should.Throw<RoomHistoryException>(() => table.Add(71, 699));
    }

    [Fact]
    public void What_the_ring_has_lost_is_asked_for_from_the_log()
    {
        var rig = Third(_committed, logToo: false);
        var wanted = rig.Turn(Attach("alice", 9, 2, epoch: 7)).OfType<RoomEffect.ReplayWanted>().ShouldHaveSingleItem();
        (wanted.After.Value, wanted.UpTo.Value).ShouldBe((2ul, rig.Kernel.Version.Value));
        TurnRecord[] log = [.. _log.SelectMany(record => RoomRecord.Parser.ParseFrom(record.Record.Span).Turns), .. rig.Turns];
        var replay = log.Where(turn => turn.Version > 2).ToList();
        var frames = rig.Turn(wanted.Attach with { Replay = replay }).Frames(Address("alice", 9)).ToList();
        frames.Single(frame => frame.Attached is not null).Attached.EventsLost.ShouldBeFalse();
        frames.Where(frame => frame.Update is not null).Select(frame => frame.Update.Version)
            .ShouldBe(Enumerable.Range(3, (int)rig.Kernel.Version.Value - 2).Select(version => (ulong)version));
    }

    [Fact]
    public void A_log_that_does_not_reach_leaves_a_snapshot_and_says_that_events_are_lost()
    {
        var rig = Third(_committed, logToo: false);
        var wanted = rig.Turn(Attach("alice", 9, 2, epoch: 7)).OfType<RoomEffect.ReplayWanted>().ShouldHaveSingleItem();
        var frames = rig.Turn(wanted.Attach with { Replay = [] }).Frames(Address("alice", 9)).ToList();
        frames.Single(frame => frame.Attached is not null).Attached.EventsLost.ShouldBeTrue();
        frames.Where(frame => frame.Update is not null).ShouldHaveSingleItem().Update.Snapshot.ShouldBeTrue();
    }

    [Fact]
    public void A_replay_for_a_connection_that_is_gone_by_now_goes_nowhere()
    {
        var rig = Third(_committed, logToo: false);
        var wanted = rig.Turn(Attach("alice", 9, 2, epoch: 7)).OfType<RoomEffect.ReplayWanted>().ShouldHaveSingleItem();
        rig.Turn(new RoomInput.ConnectionLost(Address("alice", 9)));
        rig.Turn(wanted.Attach with { Replay = [] }).ShouldBeEmpty();
        rig.Members.Single(member => member.Name == "alice").IsHere.ShouldBeFalse();
    }

    [Fact]
    public void Other_rooms_have_no_log_to_ask()
    {
        var setup = _committed with { Durability = Durability.Volatile, ReplayUpdatesMax = 1 };
        var rig = new KernelRig(new ProbeRoom { Setup = setup }).With("alice", "bob", "carol");
        rig.Turn(new RoomInput.ConnectionLost(Address("alice")));
        var effects = rig.Turn(Attach("alice", 2, 2));
        effects.OfType<RoomEffect.ReplayWanted>().ShouldBeEmpty();
        effects.Frames(Address("alice", 2)).First().Attached.EventsLost.ShouldBeTrue();
    }

    [Fact]
    public void A_connection_of_before_what_the_session_worked_under_is_overtaken_also_after_a_restart()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _committed }).With("alice");
        rig.Turn(Attach("alice", 3, 2));
        rig.Turn(Command(Address("alice", 3), 1, new ProbeCommand()));
        rig.Turn(Attach("alice", 5, 3));
        var again = RestoreTests.Again(rig.History, setup: _committed);
        var stale = again.Turn(Attach("alice", 2, 2));
        stale.OfType<RoomEffect.Overtaken>().ShouldHaveSingleItem().Member.ShouldBe(Address("alice", 2));
        stale.OfType<RoomEffect.Attached>().ShouldBeEmpty();
        var otherNode = Attach("alice", 3, 2);
        var copied = otherNode with { From = otherNode.From with { Node = new NodeId("other") } };
        again.Turn(copied).OfType<RoomEffect.Overtaken>().ShouldHaveSingleItem();
        again.Turn(Join("alice", Address("alice", 2))).OfType<RoomEffect.Overtaken>().ShouldHaveSingleItem();
        again.Turn(Attach("alice", 4, 4)).OfType<RoomEffect.Attached>().ShouldHaveSingleItem("5 was never worked under");
    }

    [Fact]
    public void A_join_of_an_elder_connection_that_comes_late_is_to_be_asked_again()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _committed }).With("alice");
        rig.Turn(Attach("alice", 3, 2));

        var refused = rig.Turn(Join("alice", Address("alice", 2))).OfType<RoomEffect.JoinRefused>().ShouldHaveSingleItem();

        (refused.Error.Code, refused.Error.Retry).ShouldBe((ErrorCode.Busy, Error.Types.Retry.Later));
        rig.Turn(Join("alice", Address("alice", 3))).OfType<RoomEffect.Attached>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Another_sessions_generations_begin_anew()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _committed }).With("alice");
        rig.Turn(Attach("alice", 7, 2));
        rig.Turn(Command(Address("alice", 7), 1, new ProbeCommand()));
        var other = Address("alice", 1, "t");
        rig.Turn(Join("alice", other)).OfType<RoomEffect.Attached>().ShouldHaveSingleItem();
        rig.Turn(new RoomInput.ConnectionLost(other));
        rig.Turn(Attach("alice", 2, null, session: "t")).OfType<RoomEffect.Attached>().ShouldHaveSingleItem();
    }

    private readonly List<HistoryRecord> _log = [];

    private KernelRig Third(RoomSettings setup, bool logToo)
    {
        var first = new KernelRig(new ProbeRoom { Setup = setup }).With("alice");
        first.Turn(first.Next("alice", new ProbeCommand { Add = 1 }));
        first.Turn(first.Next("alice", new ProbeCommand { Add = 1 }));
        first.Kernel.Version.Value.ShouldBe(4ul);
        _log.AddRange(first.Log);
        var second = new KernelRig(new ProbeRoom { Setup = setup }, new RoomHistory(default, [.. _log], 1), 8);
        second.Turn(Attach("alice", 2, 4));
        second.Turn(Command(Address("alice", 2), 3, new ProbeCommand { Add = 1 }), Command(Address("alice", 2), 4, new ProbeCommand()));
        second.Kernel.Version.Value.ShouldBe(7ul);
        _log.AddRange(second.Log);
        var history = logToo ? new RoomHistory(default, [.. _log], 1) : new RoomHistory(second.Kernel.Snapshot(), [], 1);
        var third = new KernelRig(new ProbeRoom { Setup = setup }, history, 10);
        third.Kernel.Version.Value.ShouldBe(8ul);
        return third;
    }
}
