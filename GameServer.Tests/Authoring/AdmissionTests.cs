using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

public sealed class AdmissionTests
{
    private static readonly RoomSettings _two = new() { MaxMembers = 2 };

    [Fact]
    public void A_full_room_refuses_also_while_a_member_is_away()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _two }).With("alice", "bob");
        rig.Turn(new RoomInput.ConnectionLost(Address("bob")));

        var refused = rig.Turn(Join("carol")).OfType<RoomEffect.JoinRefused>().ShouldHaveSingleItem();

        refused.Error.Code.ShouldBe(ErrorCode.RoomFull);
        refused.RequestId.ShouldBe(1u);
        rig.Room.Trace.ShouldNotContain(line => line.StartsWith("joining carol"));
    }

    [Fact]
    public void A_room_that_ends_refuses_in_that_turn_and_after()
    {
        var rig = new KernelRig(new ProbeRoom());

        rig.Turn(new RoomInput.Close("over"), Join("alice")).Refusal().Code.ShouldBe(ErrorCode.RoomClosed);
        rig.Turn(Join("bob")).Refusal().Code.ShouldBe(ErrorCode.RoomClosed);
    }

    [Fact]
    public void The_rooms_own_refusal_carries_its_sentence()
    {
        var rig = new KernelRig(new ProbeRoom { Decide = (_, _) => JoinDecision.Reject("Members only.") });

        var error = rig.Turn(Join("alice")).Refusal();

        error.Code.ShouldBe(ErrorCode.JoinRejected);
        error.Message.ShouldBe("Members only.");
        rig.Kernel.Listing.Members.ShouldBe(0u);
    }

    [Fact]
    public void A_join_on_which_the_rooms_code_fails_is_refused_and_leaves_nothing()
    {
        var rig = new KernelRig(new ProbeRoom
        {
            Decide = (player, _) => player.Name == "alice" ? throw new InvalidOperationException("joining") : JoinDecision.Accept,
            WhenJoined = player => throw new InvalidOperationException("joined"),
        });

        var deciding = rig.Turn(Join("alice"));
        var welcoming = rig.Turn(Join("bob"));

        deciding.Refusal().Code.ShouldBe(ErrorCode.JoinRejected);
        deciding.OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            fault => fault.Handler.ShouldBe("OnJoining"), fault => fault.Sender.ShouldBe(new PlayerId("alice")));
        welcoming.Refusal().Code.ShouldBe(ErrorCode.JoinRejected);
        welcoming.OfType<RoomEffect.Attached>().ShouldBeEmpty();
        welcoming.OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Handler.ShouldBe("OnJoined");
        rig.State.Seats.ShouldBeEmpty();
        rig.State.Log.ShouldBe(["created"]);
    }

    [Fact]
    public void A_decision_of_null_names_the_legal_ones()
    {
        var rig = new KernelRig(new ProbeRoom { Decide = (_, _) => null! });

        rig.Turn(Join("alice")).OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Cause.Message.ShouldContain("JoinDecision.Reject");
    }

    [Theory]
    [InlineData("unknown", "alice", 0)]
    [InlineData("seat", "alice", 0)]
    [InlineData("seat", "bob", 10)]
    public void An_unknown_expired_or_foreign_seat_is_invalid(string seat, string player, int afterSeconds)
    {
        var rig = new KernelRig(new ProbeRoom());
        rig.Turn(new RoomInput.Reserve("seat", new PlayerId("bob"), Start + 10.Seconds()));
        rig.Now += afterSeconds.Seconds();

        rig.Turn(Join(player, seat: seat)).Refusal().Code.ShouldBe(ErrorCode.SeatInvalid);
    }

    [Fact]
    public void A_reserved_seat_takes_a_place_until_it_is_used_or_expires()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _two }).With("alice");
        rig.Turn(new RoomInput.Reserve("seat", null, Start + 10.Seconds()))
            .OfType<RoomEffect.SeatAnswered>().ShouldHaveSingleItem().Refusal.ShouldBeNull();

        rig.Turn(Join("bob")).Refusal().Code.ShouldBe(ErrorCode.RoomFull);
        rig.Turn(new RoomInput.Reserve("more", null, Start + 10.Seconds()))
            .OfType<RoomEffect.SeatAnswered>().ShouldHaveSingleItem().Refusal.ShouldNotBeNull();
        rig.Kernel.Listing.SeatsReserved.ShouldBe(1u);
        rig.Kernel.Listing.Open.ShouldBeFalse();
        rig.Kernel.NextDue.ShouldBe(Start + 10.Seconds());
        rig.After(10.Seconds()).OfType<RoomEffect.Listed>().ShouldHaveSingleItem().Listing.SeatsReserved.ShouldBe(0u);
        rig.With("bob").Turn(Join("carol")).Refusal().Code.ShouldBe(ErrorCode.RoomFull);
    }

    [Fact]
    public void Whoever_holds_a_seat_gets_into_a_room_that_is_full_of_seats_and_uses_it_up()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = _two });
        rig.Turn(new RoomInput.Reserve("a", null, Start + 1.Hours()), new RoomInput.Reserve("b", null, Start + 1.Hours()));

        rig.Turn(Join("alice", seat: "a")).OfType<RoomEffect.Attached>().ShouldHaveSingleItem();

        rig.Room.Trace.ShouldContain("joining alice seat:True");
        rig.Turn(Join("bob", seat: "a")).Refusal().Code.ShouldBe(ErrorCode.SeatInvalid);
        rig.Turn(Join("bob", seat: "b")).OfType<RoomEffect.Attached>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_seat_survives_a_refused_join()
    {
        var willing = false;
        var rig = new KernelRig(new ProbeRoom { Decide = (_, _) => willing ? JoinDecision.Accept : JoinDecision.Reject("Not yet.") });
        rig.Turn(new RoomInput.Reserve("a", null, Start + 1.Hours()));

        rig.Turn(Join("alice", seat: "a")).Refusal().Code.ShouldBe(ErrorCode.JoinRejected);
        willing = true;

        rig.Turn(Join("alice", seat: "a")).OfType<RoomEffect.Attached>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_late_decision_keeps_the_place_meanwhile_and_answers_the_request()
    {
        var rig = Awaiting(value => value == "yes" ? JoinDecision.Accept : JoinDecision.Reject("No."));
        rig.With("alice");

        var work = rig.Turn(Join("late-bob", request: 3)).OfType<RoomEffect.StartWork>().ShouldHaveSingleItem();
        rig.Turn(Join("carol")).Refusal().Code.ShouldBe(ErrorCode.RoomFull);
        rig.Turn(new RoomInput.WorkDone(work.WorkId + 100, "yes", null)).ShouldBeEmpty();
        var admitted = rig.Turn(new RoomInput.WorkDone(work.WorkId, "yes", null));

        admitted.Frames().Single(frame => frame.Attached is not null).RequestId.ShouldBe(3u);
        rig.Turn(new RoomInput.WorkDone(work.WorkId, "yes", null)).ShouldBeEmpty();
    }

    [Fact]
    public void A_late_decision_that_fails_or_refuses_frees_the_place()
    {
        var rig = Awaiting(value => value == "no" ? JoinDecision.Reject("No.") : throw new InvalidOperationException("then"));
        rig.With("alice");
        foreach (var outcome in new[] { "no", "throw", null })
        {
            var work = rig.Turn(Join("late-bob")).OfType<RoomEffect.StartWork>().ShouldHaveSingleItem();
            var error = outcome is null ? new IOException("down") : null;
            var effects = rig.Turn(new RoomInput.WorkDone(work.WorkId, outcome, error));

            effects.Refusal().Code.ShouldBe(ErrorCode.JoinRejected);
            effects.OfType<RoomEffect.Faulted>().Count().ShouldBe(outcome == "no" ? 0 : 1);
            rig.Kernel.Listing.Open.ShouldBeTrue();
        }
    }

    [Fact]
    public void A_connection_that_ends_before_the_decision_is_not_admitted()
    {
        var rig = Awaiting(_ => JoinDecision.Accept);

        var work = rig.Turn(Join("late-bob")).OfType<RoomEffect.StartWork>().ShouldHaveSingleItem();
        rig.Turn(new RoomInput.ConnectionLost(Address("late-bob"))).Refusal().Code.ShouldBe(ErrorCode.JoinRejected);

        rig.Turn(new RoomInput.WorkDone(work.WorkId, "yes", null)).OfType<RoomEffect.Attached>().ShouldBeEmpty();
        rig.Kernel.Listing.Members.ShouldBe(0u);
    }

    [Fact]
    public void A_newer_request_of_a_waiting_player_takes_the_place_of_the_elder_and_a_repeated_one_changes_nothing()
    {
        var rig = Awaiting(_ => JoinDecision.Accept);
        var work = rig.Turn(Join("late-bob")).OfType<RoomEffect.StartWork>().ShouldHaveSingleItem();
        var newer = Address("late-bob", 2);

        rig.Turn(Join("late-bob")).OfType<RoomEffect.JoinRefused>().ShouldBeEmpty();
        rig.Turn(Join("late-bob", newer)).OfType<RoomEffect.JoinRefused>().ShouldHaveSingleItem().From.ShouldBe(Address("late-bob"));

        rig.Turn(new RoomInput.WorkDone(work.WorkId, "yes", null))
            .OfType<RoomEffect.Attached>().ShouldHaveSingleItem().Member.ShouldBe(newer);
    }

    [Fact]
    public void The_end_of_the_room_answers_those_who_wait()
    {
        var rig = Awaiting(_ => JoinDecision.Accept);
        rig.Turn(Join("late-bob"));

        rig.Turn(new RoomInput.Close("over")).Refusal().Code.ShouldBe(ErrorCode.RoomClosed);
    }

    [Fact]
    public void Numbers_start_at_one_and_are_never_used_again()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");
        rig.Turn(new RoomInput.Leave(Address("bob"), 4));

        var again = rig.Turn(Join("bob")).OfType<RoomEffect.Attached>().ShouldHaveSingleItem();

        again.Number.ShouldBe(new PlayerNumber(3));
        rig.State.Seats.Keys.ShouldBe([1u, 3u], ignoreOrder: true);
    }

    private static KernelRig Awaiting(Func<string, JoinDecision> then) => new(new ProbeRoom
    {
        Setup = _two,
        Decide = (player, _) => player.Name.StartsWith("late")
            ? JoinDecision.Await(_ => Task.FromResult("yes"), then)
            : JoinDecision.Accept,
    });
}
