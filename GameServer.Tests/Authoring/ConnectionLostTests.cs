using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

/// <summary>Connections that end, also ones that the room never heard of.</summary>
public sealed class ConnectionLostTests
{
    private static readonly MemberAddress _alice = Address("alice");

    [Fact]
    public void What_is_no_newer_connection_of_the_members_session_on_its_node_changes_nothing()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        rig.Turn(Attach("alice", 3, null));
        MemberAddress[] others =
        [
            Address("alice", 2),
            Address("alice", 4, session: "other"),
            Address("alice", 4) with { Node = new NodeId("elsewhere") },
        ];

        foreach (var other in others)
        {
            rig.Turn(new RoomInput.ConnectionLost(other)).ShouldBeEmpty();
        }

        rig.Room.Trace.ShouldNotContain("away alice");
    }

    [Fact]
    public void A_connection_that_ends_before_it_was_attached_ends_the_elder_one_of_its_session()
    {
        var rig = new KernelRig(new ProbeRoom { Setup = new RoomSettings { Grace = 30.Seconds() } }).With("alice", "bob");

        var effects = rig.Turn(new RoomInput.ConnectionLost(Address("alice", 2)));

        effects.OfType<RoomEffect.Detached>().ShouldHaveSingleItem().ShouldBe(new RoomEffect.Detached(_alice, new("alice"), Gone: false));
        rig.Room.Trace.ShouldContain("away alice");
        rig.Turn(new RoomInput.ConnectionLost(Address("alice", 2))).ShouldBeEmpty();
        rig.After(30.Seconds()).Frames().ShouldHaveSingleItem().Left.Reason.ShouldBe(RoomLeft.Types.Reason.GraceExpired);
    }

    [Fact]
    public void It_still_ends_the_elder_one_when_the_rooms_code_fails_on_it()
    {
        var rig = new KernelRig(new ProbeRoom { WhenAway = _ => throw new InvalidOperationException("away") }).With("alice");

        var effects = rig.Turn(new RoomInput.ConnectionLost(Address("alice", 2)));

        effects.OfType<RoomEffect.Faulted>().ShouldHaveSingleItem().Sender.ShouldBe(new PlayerId("alice"));
        effects.OfType<RoomEffect.Detached>().ShouldHaveSingleItem().Member.ShouldBe(_alice);
    }

    [Fact]
    public void A_join_that_waits_for_its_decision_ends_with_a_newer_connection_of_its_session()
    {
        var room = new ProbeRoom { Decide = (_, _) => JoinDecision.Await(_ => Task.FromResult("yes"), _ => JoinDecision.Accept) };
        var rig = new KernelRig(room);
        var work = rig.Turn(Join("alice", Address("alice", 2))).OfType<RoomEffect.StartWork>().ShouldHaveSingleItem();

        rig.Turn(new RoomInput.ConnectionLost(_alice)).ShouldBeEmpty();
        rig.Turn(new RoomInput.ConnectionLost(Address("alice", 3))).Refusal().Code.ShouldBe(ErrorCode.JoinRejected);

        rig.Turn(new RoomInput.WorkDone(work.WorkId, "yes", null)).OfType<RoomEffect.Attached>().ShouldBeEmpty();
    }
}
