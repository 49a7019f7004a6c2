using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Tests.Authoring.Probe;

namespace GameServer.Tests.Authoring;

/// <summary>What an operator orders a room to do.</summary>
public sealed class OrderTests
{
    private static readonly PlayerId _alice = new("alice");

    [Fact]
    public void A_player_who_is_kicked_is_no_member_any_more_and_the_room_is_told()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");

        var effects = rig.Turn(new RoomInput.Ordered(1, new RoomOrder.Kick(_alice, "out")));

        Outcome(effects, 1).ShouldBe(OrderOutcome.Done);
        effects.OfType<RoomEffect.Detached>().ShouldHaveSingleItem().Player.ShouldBe(_alice);
        rig.Members.ShouldHaveSingleItem().PlayerId.ShouldBe("bob");
        rig.Room.Trace.ShouldContain(line => line.StartsWith("left alice"));
    }

    [Fact]
    public void Who_is_no_member_cannot_be_kicked()
    {
        var rig = new KernelRig(new ProbeRoom()).With("bob");

        Outcome(rig.Turn(new RoomInput.Ordered(1, new RoomOrder.Kick(_alice, "out"))), 1).ShouldBe(OrderOutcome.NoMember);
    }

    [Fact]
    public void Who_is_kicked_goes_even_where_the_rooms_code_fails_on_it()
    {
        var rig = new KernelRig(new ProbeRoom { WhenLeft = _ => throw new InvalidOperationException("left") }).With("alice", "bob");

        var effects = rig.Turn(new RoomInput.Ordered(1, new RoomOrder.Kick(_alice, "out")));

        Outcome(effects, 1).ShouldBe(OrderOutcome.Done);
        effects.OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Sender.ShouldBeNull();
        rig.Members.ShouldHaveSingleItem().PlayerId.ShouldBe("bob");
    }

    [Fact]
    public void What_the_room_is_told_comes_from_no_player()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Room.Trace.Clear();

        Outcome(rig.Turn(new RoomInput.Ordered(4, new RoomOrder.Tell(new ProbeCommand()))), 4).ShouldBe(OrderOutcome.Done);

        rig.Room.Trace.ShouldBe(["told"]);
    }

    [Fact]
    public void What_the_rooms_code_fails_on_is_undone_and_its_neighbours_are_not()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        var failing = new RoomInput.Ordered(1, new RoomOrder.Tell(new ProbeCommand { Fail = "told" }));

        var effects = rig.Turn(failing, new RoomInput.Ordered(2, new RoomOrder.Tell(new ProbeCommand())));

        Outcome(effects, 1).ShouldBe(OrderOutcome.Failed);
        Outcome(effects, 2).ShouldBe(OrderOutcome.Done);
    }

    [Fact]
    public void A_room_that_is_closed_has_its_last_word_and_what_comes_later_came_too_late()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");

        var effects = rig.Turn(
            new RoomInput.Ordered(1, new RoomOrder.Close("over")), new RoomInput.Ordered(2, new RoomOrder.Kick(_alice, "out")));

        Outcome(effects, 1).ShouldBe(OrderOutcome.Done);
        Outcome(effects, 2).ShouldBe(OrderOutcome.Ended);
        effects.OfType<RoomEffect.Closed>().ShouldHaveSingleItem().Reason.ShouldBe("over");
        rig.Room.Trace.ShouldContain("closing");
        Outcome(rig.Turn(new RoomInput.Ordered(3, new RoomOrder.Close("again"))), 3).ShouldBe(OrderOutcome.Ended);
    }

    [Fact]
    public void In_a_committed_room_the_answer_is_an_effect_beside_the_record_that_it_waits_for()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { Durability = Durability.Committed } }).With("alice");

        var effects = rig.Turn(new RoomInput.Ordered(1, new RoomOrder.Kick(_alice, "out")));

        Outcome(effects, 1).ShouldBe(OrderOutcome.Done);
        rig.Turns.Last().Members.ShouldHaveSingleItem().Removed.ShouldBeTrue();
    }

    private static OrderOutcome Outcome(EffectList effects, long number) =>
        effects.OfType<RoomEffect.OrderDone>().Where(done => done.Number == number).ShouldHaveSingleItem().Outcome;
}
