using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;
using Outcome = GameServer.Protocol.V1.CommandResult.Types.Outcome;
using Timer = GameServer.Tests.Authoring.Probe.Timer;

namespace GameServer.Tests.Authoring;

public sealed class RollbackTests
{
    private static readonly MemberAddress _alice = Address("alice");

    [Fact]
    public void A_failed_command_leaves_nothing_of_all_it_did()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");
        var before = rig.State.Clone();
        var listing = rig.Kernel.Listing;
        var due = rig.Kernel.NextDue;

        var effects = rig.Turn(rig.Next("alice", new ProbeCommand
        {
            Add = 5,
            Draw = true,
            Broadcast = { "b" },
            Whisper = { new Whisper { To = 2, Text = "w" } },
            Reply = { "r" },
            Kick = 2,
            Schedule = new Timer { Key = "t", DelayMs = 5 },
            Property = "map=two",
            Await = "work",
            Create = 1,
            Tell = 1,
            Close = "over",
            Fail = "boom",
        }));

        effects.Kinds().ShouldBe(["Faulted", "Member"]);
        var fault = effects.OfType<RoomEffect.Faulted>().Single();
        fault.Handler.ShouldBe("OnCommand");
        fault.Cause.Message.ShouldBe("boom");
        fault.Sender.ShouldBe(new PlayerId("alice"));
        effects.Result().Outcome.ShouldBe(Outcome.Failed);
        effects.Result().Reply.IsEmpty.ShouldBeTrue();
        effects.Result().Reason.ShouldNotContain("boom");
        rig.State.ShouldBe(before);
        rig.Kernel.Listing.ShouldBe(listing);
        rig.Kernel.NextDue.ShouldBe(due);
        rig.Kernel.IsClosed.ShouldBeFalse();
        rig.Kernel.RunningHandler.ShouldBeNull();
    }

    [Fact]
    public void The_other_commands_of_the_turn_are_applied_once_and_in_order()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");

        var effects = rig.Turn(
            rig.Next("alice", new ProbeCommand { Add = 1, Broadcast = { "1" } }),
            rig.Next("bob", new ProbeCommand { Add = 10, Broadcast = { "lost" }, Fail = "boom" }),
            rig.Next("alice", new ProbeCommand { Add = 100, Broadcast = { "2" } }),
            rig.Next("bob", new ProbeCommand { Add = 1000, Broadcast = { "3" } }));

        rig.State.Sum.ShouldBe(1101);
        effects.OfType<RoomEffect.Publish>().SelectMany(publish => publish.Update.Texts()).ShouldBe(["1", "2", "3"]);
        effects.Results(_alice).Select(result => result.Outcome).ShouldBe([Outcome.Applied, Outcome.Applied]);
        effects.Results(Address("bob")).Select(result => result.Outcome).ShouldBe([Outcome.Failed, Outcome.Applied]);
    }

    [Fact]
    public void A_failed_command_sent_again_is_answered_from_the_record_and_not_run()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Turn(Command(_alice, 1, new ProbeCommand { Fail = "boom" }));
        var ran = rig.Room.Trace.Count(line => line == "command alice");

        var again = rig.Turn(Command(_alice, 1, new ProbeCommand { Fail = "boom" }));

        again.Result().Outcome.ShouldBe(Outcome.Failed);
        again.OfType<RoomEffect.Faulted>().ShouldBeEmpty();
        rig.Room.Trace.Count(line => line == "command alice").ShouldBe(ran);
    }

    [Fact]
    public void The_third_failure_removes_the_sender_and_not_the_room()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");
        var fail = new ProbeCommand { Fail = "boom" };

        rig.Turn(rig.Next("alice", fail), rig.Next("alice", fail)).OfType<RoomEffect.RosterChanged>().ShouldBeEmpty();
        rig.Turn(rig.Next("bob", fail)).OfType<RoomEffect.RosterChanged>().ShouldBeEmpty();
        var effects = rig.Turn(rig.Next("alice", fail), rig.Next("alice", new ProbeCommand { Add = 1 }));

        effects.Results(_alice).ShouldHaveSingleItem().Outcome.ShouldBe(Outcome.Failed);
        effects.Frames(_alice).Single(frame => frame.Left is not null).Left.Reason.ShouldBe(RoomLeft.Types.Reason.Faulted);
        effects.Frames(_alice).Single(frame => frame.Error is not null).Error.Code.ShouldBe(ErrorCode.NotInRoom);
        rig.State.Log[^1].ShouldBe("left alice Faulted");
        rig.State.Sum.ShouldBe(0);
        rig.Kernel.IsClosed.ShouldBeFalse();
        rig.Kernel.Listing.Members.ShouldBe(1u);
        rig.With("alice");
    }

    [Fact]
    public void A_command_that_makes_the_state_too_large_gets_its_own_outcome_and_does_not_count_as_a_failure()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { StateBytesMax = 1000 } }).With("alice", "bob");

        for (var round = 0; round < 5; round++)
        {
            var effects = rig.Turn(
                rig.Next("bob", new ProbeCommand { Add = 1 }), rig.Next("alice", new ProbeCommand { Fill = 1000 }));
            effects.Results(_alice).ShouldHaveSingleItem().Outcome.ShouldBe(Outcome.StateLimit);
            effects.Results(Address("bob")).ShouldHaveSingleItem().Outcome.ShouldBe(Outcome.Applied);
            effects.OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Cause.Message.ShouldContain("StateBytesMax is 1,000");
        }

        rig.State.Filler.ShouldBeEmpty();
        rig.State.Sum.ShouldBe(5);
        rig.Kernel.StateBytes.ShouldBeLessThan(1000);
        rig.Turn(rig.Next("alice", new ProbeCommand { Fill = 100 })).Result().Outcome.ShouldBe(Outcome.Applied);
    }

    [Fact]
    public void Random_numbers_of_a_failed_turn_are_drawn_again()
    {
        var failed = new KernelRig(new ProbeRoom()).With("alice");
        var straight = new KernelRig(new ProbeRoom()).With("alice");
        failed.Turn(failed.Next("alice", new ProbeCommand { Draw = true, Fail = "boom" }));

        failed.Turn(failed.Next("alice", new ProbeCommand { Draw = true }));
        straight.Turn(straight.Next("alice", new ProbeCommand { Draw = true }));

        failed.State.Sum.ShouldBe(straight.State.Sum);
        failed.State.Sum.ShouldNotBe(0);
    }

    [Fact]
    public void After_a_rollback_rebuilt_fields_are_rebuilt_before_the_next_handler()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 3 }));
        rig.Room.Trace.Clear();

        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 4, Fail = "boom" }));
        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 5 }));

        rig.Room.CachedSum.ShouldBe(8);
        rig.Room.Trace.ShouldBe(["command alice", "activated", "command alice", "activated", "command alice"]);
    }

    [Fact]
    public void A_room_that_can_not_rebuild_itself_after_a_rollback_ends_and_calls_no_code_of_the_authors()
    {
        var activations = 0;
        var rig = new KernelRig(new ProbeRoom
        {
            WhenActivated = () => _ = activations++ > 0 ? throw new InvalidOperationException("rebuild") : 0,
        }).With("alice");

        var effects = rig.Turn(rig.Next("alice", new ProbeCommand { Fail = "boom" }));

        rig.Kernel.IsClosed.ShouldBeTrue();
        effects.Frames(_alice).Last().Left.Reason.ShouldBe(RoomLeft.Types.Reason.RoomClosed);
        effects.OfType<RoomEffect.Faulted>().Last().Handler.ShouldBe("OnActivated");
        effects[^1].ShouldBeOfType<RoomEffect.Closed>();
        rig.Room.Trace.ShouldNotContain(line => line.StartsWith("left"));
    }

    [Fact]
    public void A_room_that_fails_when_it_is_made_ends_and_refuses()
    {
        var rig = new KernelRig(new ProbeRoom { WhenCreated = () => throw new InvalidOperationException("made") });

        rig.First.Kinds().Distinct().ShouldBe(["Faulted", "Listed", "Closed"]);
        rig.Kernel.IsClosed.ShouldBeTrue();
        rig.Kernel.NextDue.ShouldBeNull();
        rig.Turn(Join("alice")).Refusal().Code.ShouldBe(ErrorCode.RoomClosed);
    }

    [Fact]
    public void Failing_ticks_in_a_row_stop_the_room_and_a_good_one_between_starts_the_count_again()
    {
        var failing = true;
        var rig = new KernelRig(new ProbeRoom
        {
            Setup = new RoomSettings { TickRate = 10 },
            WhenTick = tick => _ = failing ? throw new InvalidOperationException("tick") : tick,
        }).With("alice");

        for (var tick = 1; tick <= 4; tick++)
        {
            rig.After(100.Milliseconds()).OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Handler.ShouldBe("OnTick");
        }

        failing = false;
        rig.After(100.Milliseconds()).OfType<RoomEffect.Faulted>().ShouldBeEmpty();
        rig.State.Ticks.ShouldBe(5ul);
        failing = true;
        for (var tick = 1; tick <= 4; tick++)
        {
            rig.After(100.Milliseconds());
        }

        rig.Kernel.IsClosed.ShouldBeFalse();
        rig.After(100.Milliseconds()).OfType<RoomEffect.Closed>().ShouldHaveSingleItem().Reason.ShouldContain("5 timed turns");
    }

    [Fact]
    public void A_timer_that_fails_is_gone_and_counts_towards_stopping()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        for (var timer = 1; timer <= 5; timer++)
        {
            rig.Kernel.IsClosed.ShouldBeFalse();
            var schedule = new Timer { Key = "t", DelayMs = 10, Command = new ProbeCommand { Fail = "boom" } };
            rig.Turn(rig.Next("alice", new ProbeCommand { Schedule = schedule }));
            rig.After(10.Milliseconds()).OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Handler.ShouldBe("OnTimer");
        }

        rig.Kernel.IsClosed.ShouldBeTrue();
    }

    [Fact]
    public void Connections_come_and_go_although_the_rooms_handlers_for_them_fail()
    {
        var rig = new KernelRig(new ProbeRoom
        {
            WhenAway = _ => throw new InvalidOperationException("away"),
            WhenBack = _ => throw new InvalidOperationException("back"),
            WhenLeft = _ => throw new InvalidOperationException("left"),
        }).With("alice", "bob");
        rig.Anyone = Address("bob");

        rig.Turn(new RoomInput.ConnectionLost(_alice)).Kinds().ShouldBe(["Faulted", "Detached"]);
        rig.Turn(Attach("alice", 2, rig.Version)).Kinds().ShouldBe(["Faulted", "Attached", "Attached"]);
        rig.Turn(new RoomInput.Leave(Address("alice", 2), 3)).Kinds().ShouldBe(["Faulted", "Left", "Detached", "RosterChanged", "Listed"]);
        rig.Turn(new RoomInput.ConnectionLost(Address("bob")));
        rig.After(30.Seconds()).Kinds().ShouldBe(["Faulted", "Left", "Detached", "RosterChanged", "Listed"]);
        rig.State.Log.ShouldBe(["created", "joined alice", "joined bob"]);
        rig.Kernel.Listing.Members.ShouldBe(0u);
    }

    [Fact]
    public void A_failing_farewell_does_not_keep_the_room_open()
    {
        var rig = new KernelRig(new ProbeRoom
        {
            WhenClosing = () => throw new InvalidOperationException("closing"),
            WhenLeft = _ => throw new InvalidOperationException("left"),
        }).With("alice");

        var effects = rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1, Close = "over" }));

        effects.OfType<RoomEffect.Faulted>().Select(fault => fault.Handler).ShouldBe(["OnClosing", "OnLeft"]);
        effects.Result().Outcome.ShouldBe(Outcome.Applied);
        effects.Frames(_alice).Last().Left.Detail.ShouldBe("over");
        rig.Kernel.IsClosed.ShouldBeTrue();
    }

    [Fact]
    public void A_handler_that_fails_on_the_first_run_only_is_still_reported()
    {
        var runs = 0;
        var rig = new KernelRig(new ProbeRoom
        {
            WhenCommand = (_, _, _) => _ = ++runs == 1 ? throw new InvalidOperationException("once") : 0,
        }).With("alice");

        var effects = rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 }));

        effects.OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Cause.Message.ShouldBe("once");
        effects.Result().Outcome.ShouldBe(Outcome.Applied);
        rig.State.Sum.ShouldBe(1);
    }

    [Fact]
    public void A_turn_of_nothing_but_failures_runs_each_of_them_a_bounded_number_of_times()
    {
        var rig = new KernelRig(new ProbeRoom()).With([.. Enumerable.Range(0, 50).Select(number => $"p{number}")]);
        rig.Room.Trace.Clear();

        rig.Turn([.. Enumerable.Range(0, 50).Select(number => rig.Next($"p{number}", new ProbeCommand { Fail = "boom" }))])
            .Results().Count(result => result.Outcome == Outcome.Failed).ShouldBe(50);

        // Once together, up to the first failure, and once each alone.
        rig.Room.Trace.Count(line => line.StartsWith("command")).ShouldBe(51);
    }
}
