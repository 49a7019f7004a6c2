using GameServer.Client.Core;
using GameServer.Games.Chat;
using GameServer.Protocol.V1;
using Google.Protobuf;
using static GameServer.Protocol.V1.SnapshotRequest.Types;
using static GameServer.Tests.Client.Core.ServerFrames;

namespace GameServer.Tests.Client.Core;

public sealed class RoomReplicaTests
{
    private readonly ReplicaRig _rig = new();

    [Fact]
    public void An_update_on_another_base_asks_for_a_snapshot_once()
    {
        _rig.Follow(version: 5);

        _rig.Take(Update(8, line: 8)).ShouldBe(Cause.WrongBase);
        _rig.Take(Update(9, line: 9)).ShouldBeNull();

        _rig.Line.ShouldBe(5UL);
        _rig.Room.Version.ShouldBe(5UL);
    }

    [Fact]
    public void The_snapshot_after_a_wrong_base_says_that_events_were_lost()
    {
        _rig.Follow(version: 5);
        _rig.Take(Update(8, line: 8, events: 80));

        _rig.Take(Snapshot(9, line: 9));

        _rig.Line.ShouldBe(9UL);
        _rig.Effects.OfType<ClientEffect.EventsLost>().Count().ShouldBe(1);
        _rig.Events.ShouldBeEmpty();
        _rig.Take(Update(10, line: 10)).ShouldBeNull();
        _rig.Line.ShouldBe(10UL);
    }

    [Fact]
    public void An_update_that_the_client_has_already_is_dropped_with_its_events()
    {
        _rig.Follow(version: 5);

        _rig.Take(Update(5, line: 4, events: 50)).ShouldBeNull();

        _rig.Line.ShouldBe(5UL);
        _rig.Events.ShouldBeEmpty();
    }

    [Fact]
    public void Frames_of_an_older_epoch_are_dropped()
    {
        _rig.Room.Attach(Attached(epoch: 2), _rig.Effects);
        _rig.Take(Snapshot(5, line: 5, epoch: 2));

        _rig.Take(Update(6, line: 6, epoch: 1)).ShouldBeNull();
        _rig.Take(Snapshot(9, line: 9, epoch: 1)).ShouldBeNull();
        _rig.Room.Take(ForMember(5, epoch: 1).WithEvent(0, 1), _rig.Effects);

        _rig.Line.ShouldBe(5UL);
        _rig.Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_newer_epoch_that_was_not_announced_asks_for_a_snapshot()
    {
        _rig.Follow(version: 5);

        _rig.Take(Update(6, line: 6, epoch: 2)).ShouldBe(Cause.WrongBase);
    }

    [Fact]
    public void Nothing_is_taken_while_the_connection_is_gone()
    {
        _rig.Follow(version: 5);
        _rig.Room.Detach();

        _rig.Take(Update(6, line: 6)).ShouldBeNull();

        _rig.Line.ShouldBe(5UL);
        _rig.Room.Position.ShouldNotBeNull().Version.ShouldBe(5UL);
    }

    [Fact]
    public void A_patch_that_cannot_be_applied_asks_for_a_snapshot_and_forgets_the_position()
    {
        _rig.Follow(version: 5);
        var broken = Update(6, line: 6);
        broken.Patch = new StatePatch { Merge = ByteString.CopyFrom(0xff) };

        _rig.Take(broken).ShouldBe(Cause.WrongBase);

        _rig.Room.Position.ShouldBeNull();
        _rig.Take(Snapshot(7, line: 7));
        _rig.Line.ShouldBe(7UL);
    }

    [Fact]
    public void A_wrong_hash_asks_for_a_snapshot_once_and_goes_on_meanwhile()
    {
        _rig.Follow(version: 5);

        _rig.Take(ReplicaRig.Hashed(Update(6, line: 6), hash: 1)).ShouldBe(Cause.HashMismatch);
        _rig.Take(ReplicaRig.Hashed(Update(7, line: 7, events: 70), hash: 1)).ShouldBeNull();

        _rig.Events.ShouldBe([70UL]);
        _rig.Room.HashMismatches.ShouldBe(1);
        _rig.Take(Snapshot(7, line: 77));
        _rig.Line.ShouldBe(77UL);
        _rig.Take(ReplicaRig.Hashed(Update(8, line: 8), HashOf(8))).ShouldBeNull();
        _rig.Room.HashMismatches.ShouldBe(1);
    }

    [Fact]
    public void A_doubt_outlives_the_connection()
    {
        _rig.Follow(version: 5);
        _rig.Take(ReplicaRig.Hashed(Update(6, line: 6), hash: 1));
        _rig.Room.Detach();

        _rig.Room.Attach(Attached(version: 6), _rig.Effects);

        _rig.Room.IsStillInDoubt.ShouldBeTrue();
        _rig.Take(Snapshot(6, line: 6));
        _rig.Room.IsStillInDoubt.ShouldBeFalse();
    }

    [Fact]
    public void A_snapshot_with_a_wrong_hash_is_counted_and_ends_the_comparing()
    {
        _rig.Room.Attach(Attached(), _rig.Effects);

        _rig.Take(ReplicaRig.Hashed(Snapshot(5, line: 5), hash: 1)).ShouldBeNull();
        _rig.Take(ReplicaRig.Hashed(Update(6, line: 6), hash: 1)).ShouldBeNull();

        _rig.Room.HashMismatches.ShouldBe(1);
        _rig.Line.ShouldBe(6UL);
    }

    [Fact]
    public void Hashes_of_another_schema_are_not_compared()
    {
        _rig.Room.Attach(Attached(comparable: false), _rig.Effects);
        _rig.Take(Snapshot(5, line: 5));

        _rig.Take(ReplicaRig.Hashed(Update(6, line: 6), hash: 1)).ShouldBeNull();

        _rig.Room.HashMismatches.ShouldBe(0);
    }

    [Fact]
    public void A_room_on_a_new_epoch_goes_on_from_the_position_it_knows()
    {
        _rig.Follow(version: 5);
        _rig.Room.Attach(Attached(epoch: 2, version: 6), _rig.Effects);

        _rig.Take(Update(6, line: 6, epoch: 2)).ShouldBeNull();

        _rig.Line.ShouldBe(6UL);
        _rig.Room.Position.ShouldNotBeNull().Epoch.ShouldBe(2UL);
    }

    [Fact]
    public void Lost_events_are_told()
    {
        var attached = Attached();
        attached.EventsLost = true;

        _rig.Room.Attach(attached, _rig.Effects);

        _rig.Effects.OfType<ClientEffect.EventsLost>().Count().ShouldBe(1);
    }

    [Fact]
    public void A_snapshot_tells_what_differs_from_the_state_before()
    {
        _rig.Follow(version: 5);
        var before = (ChatState)_rig.Room.State;
        before.Lines[1] = new Line { Text = "goes" };
        before.Lines[2] = new Line { Text = "stays" };
        before.Lines[3] = new Line { Text = "changes" };
        var after = new ChatState { LastLine = 5 };
        after.Lines[2] = new Line { Text = "stays" };
        after.Lines[3] = new Line { Text = "changed" };
        after.Lines[4] = new Line { Text = "new" };
        _rig.Effects.Clear();

        _rig.Take(new RoomUpdate
        {
            Room = Room,
            Epoch = 1,
            Version = 6,
            Snapshot = true,
            Patch = new StatePatch { Merge = after.ToByteString() },
        });

        var changes = _rig.Effects.OfType<ClientEffect.StateChanged>().Single().Changes;
        changes.IsSnapshot.ShouldBeTrue();
        changes.Changes.Select(change => $"{change.Field.Name} {change.Key} {change.Kind}")
            .ShouldBe(["lines 1 Removed", "lines 3 Changed", "lines 4 Added"]);
        _rig.Room.State.ShouldBe(after);
        _rig.Room.State.ShouldNotBeSameAs(before);
    }
}
