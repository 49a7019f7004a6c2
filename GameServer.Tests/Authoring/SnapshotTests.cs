using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;
using GameServer.Tests.Authoring.Probe;
using static GameServer.Tests.Authoring.KernelRig;

namespace GameServer.Tests.Authoring;

public sealed class SnapshotTests
{
    private static readonly MemberAddress _alice = Address("alice");
    private static readonly MemberAddress _bob = Address("bob");

    [Fact]
    public void However_often_a_member_asks_in_a_turn_it_gets_one_snapshot_and_all_members_the_same_one()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");
        var alice = new RoomInput.Snapshot(_alice, SnapshotRequest.Types.Cause.HashMismatch);
        var bob = new RoomInput.Snapshot(_bob, SnapshotRequest.Types.Cause.WrongBase);

        var effects = rig.Turn(alice, bob, alice, bob, alice with { Cause = SnapshotRequest.Types.Cause.WrongBase });

        effects.Kinds().ShouldBe(["Update", "Update"]);
        effects.Frames(_alice).ShouldHaveSingleItem().Update.ShouldBeSameAs(effects.Frames(_bob).ShouldHaveSingleItem().Update);
        rig.Turn(alice).Kinds().ShouldBe(["Update"]);
    }

    [Fact]
    public void Whoever_attaches_with_a_position_and_then_asks_for_a_snapshot_gets_it_after_the_attachment()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice");
        var wanted = new RoomInput.Snapshot(_alice, SnapshotRequest.Types.Cause.WrongBase);

        rig.Turn(wanted, Attach("alice", 1, rig.Version), wanted).Kinds()
            .ShouldBe(["Detached", "Update", "Attached", "Attached", "Update"]);
        rig.Turn(Attach("alice", 1, null), wanted).Kinds().ShouldBe(["Detached", "Attached", "Attached", "Update"]);
    }

    [Fact]
    public void A_snapshot_is_made_once_per_version_and_only_for_members()
    {
        var rig = new KernelRig(new ProbeRoom()).With("alice", "bob");
        var wanted = new RoomInput.Snapshot(_alice, SnapshotRequest.Types.Cause.HashMismatch);

        var first = rig.Turn(wanted).Frames().Single().Update;

        rig.Turn(new RoomInput.Snapshot(_bob, SnapshotRequest.Types.Cause.WrongBase)).Frames().Single().Update.ShouldBeSameAs(first);
        rig.Turn(wanted with { From = Address("carol") }).ShouldBeEmpty();
        rig.Turn(rig.Next("alice", new ProbeCommand { Add = 1 }));
        rig.Turn(wanted).Frames().Single().Update.ShouldNotBeSameAs(first);
    }
}
