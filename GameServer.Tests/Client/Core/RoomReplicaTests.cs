using GameServer.Client.Core;
using GameServer.Games.Chat;
using GameServer.Protocol.V1;
using Google.Protobuf;
using static GameServer.Protocol.V1.SnapshotRequest.Types;
using static GameServer.Tests.Client.Core.ServerFrames;

namespace GameServer.Tests.Client.Core;

public sealed class RoomReplicaTests
{
    private readonly RoomReplica _room = new(RoomId, "chat", ChatState.Parser, ChatEvent.Parser);
    private readonly List<ClientEffect> _effects = [];

    [Fact]
    public void An_update_on_another_base_asks_for_a_snapshot_once()
    {
        Follow(version: 5);

        Take(Update(8, line: 8)).ShouldBe(Cause.WrongBase);
        Take(Update(9, line: 9)).ShouldBeNull();

        Line.ShouldBe(5UL);
        _room.Version.ShouldBe(5UL);
    }

    [Fact]
    public void The_snapshot_after_a_wrong_base_says_that_events_were_lost()
    {
        Follow(version: 5);
        Take(Update(8, line: 8, events: 80));

        Take(Snapshot(9, line: 9));

        Line.ShouldBe(9UL);
        _effects.OfType<ClientEffect.EventsLost>().Count().ShouldBe(1);
        Events.ShouldBeEmpty();
        Take(Update(10, line: 10)).ShouldBeNull();
        Line.ShouldBe(10UL);
    }

    [Fact]
    public void An_update_that_the_client_has_already_is_dropped_with_its_events()
    {
        Follow(version: 5);

        Take(Update(5, line: 4, events: 50)).ShouldBeNull();

        Line.ShouldBe(5UL);
        Events.ShouldBeEmpty();
    }

    [Fact]
    public void Frames_of_an_older_epoch_are_dropped()
    {
        _room.Attach(Attached(epoch: 2), _effects);
        Take(Snapshot(5, line: 5, epoch: 2));

        Take(Update(6, line: 6, epoch: 1)).ShouldBeNull();
        Take(Snapshot(9, line: 9, epoch: 1)).ShouldBeNull();
        _room.Take(ForMember(5, epoch: 1).WithEvent(0, 1), _effects);

        Line.ShouldBe(5UL);
        Events.ShouldBeEmpty();
    }

    [Fact]
    public void A_newer_epoch_that_was_not_announced_asks_for_a_snapshot()
    {
        Follow(version: 5);

        Take(Update(6, line: 6, epoch: 2)).ShouldBe(Cause.WrongBase);
    }

    [Fact]
    public void Nothing_is_taken_while_the_connection_is_gone()
    {
        Follow(version: 5);
        _room.Detach();

        Take(Update(6, line: 6)).ShouldBeNull();

        Line.ShouldBe(5UL);
        _room.Position.ShouldNotBeNull().Version.ShouldBe(5UL);
    }

    [Fact]
    public void A_patch_that_cannot_be_applied_asks_for_a_snapshot_and_forgets_the_position()
    {
        Follow(version: 5);
        var broken = Update(6, line: 6);
        broken.Patch = new StatePatch { Merge = ByteString.CopyFrom(0xff) };

        Take(broken).ShouldBe(Cause.WrongBase);

        _room.Position.ShouldBeNull();
        Take(Snapshot(7, line: 7));
        Line.ShouldBe(7UL);
    }

    [Fact]
    public void A_wrong_hash_asks_for_a_snapshot_once_and_goes_on_meanwhile()
    {
        Follow(version: 5);

        Take(Hashed(Update(6, line: 6), hash: 1)).ShouldBe(Cause.HashMismatch);
        Take(Hashed(Update(7, line: 7, events: 70), hash: 1)).ShouldBeNull();

        Events.ShouldBe([70UL]);
        _room.HashMismatches.ShouldBe(1);
        Take(Snapshot(7, line: 77));
        Line.ShouldBe(77UL);
        Take(Hashed(Update(8, line: 8), HashOf(8))).ShouldBeNull();
        _room.HashMismatches.ShouldBe(1);
    }

    [Fact]
    public void A_doubt_outlives_the_connection()
    {
        Follow(version: 5);
        Take(Hashed(Update(6, line: 6), hash: 1));
        _room.Detach();

        _room.Attach(Attached(version: 6), _effects);

        _room.IsStillInDoubt.ShouldBeTrue();
        Take(Snapshot(6, line: 6));
        _room.IsStillInDoubt.ShouldBeFalse();
    }

    [Fact]
    public void A_snapshot_with_a_wrong_hash_is_counted_and_ends_the_comparing()
    {
        _room.Attach(Attached(), _effects);

        Take(Hashed(Snapshot(5, line: 5), hash: 1)).ShouldBeNull();
        Take(Hashed(Update(6, line: 6), hash: 1)).ShouldBeNull();

        _room.HashMismatches.ShouldBe(1);
        Line.ShouldBe(6UL);
    }

    [Fact]
    public void Hashes_of_another_schema_are_not_compared()
    {
        _room.Attach(Attached(comparable: false), _effects);
        Take(Snapshot(5, line: 5));

        Take(Hashed(Update(6, line: 6), hash: 1)).ShouldBeNull();

        _room.HashMismatches.ShouldBe(0);
    }

    [Fact]
    public void A_member_update_waits_for_its_version()
    {
        Follow(version: 5);
        AddCommand();

        _room.Take(ForMember(6).WithEvent(0, 60).WithResult(1), _effects);

        Events.ShouldBeEmpty();
        Answers.ShouldBe(0);
        Take(Update(6, line: 6));
        Events.ShouldBe([60UL]);
        Answers.ShouldBe(1);
    }

    [Fact]
    public void A_member_update_of_a_reached_version_gives_results_but_no_events()
    {
        Follow(version: 5);
        AddCommand();

        _room.Take(ForMember(5).WithEvent(0, 50).WithResult(1), _effects);

        Events.ShouldBeEmpty();
        Answers.ShouldBe(1);
    }

    [Fact]
    public void What_is_held_is_dropped_with_the_connection()
    {
        Follow(version: 5);
        _room.Take(ForMember(6).WithEvent(0, 60), _effects);
        _room.Detach();
        _room.Attach(Attached(version: 6), _effects);

        _room.Take(ForMember(6).WithEvent(0, 60), _effects);
        Take(Update(6, line: 6));

        Events.ShouldBe([60UL]);
    }

    [Fact]
    public void Direct_events_stand_between_the_shared_ones_where_the_room_put_them()
    {
        Follow(version: 5);
        _room.Take(ForMember(6).WithEvent(2, 62).WithEvent(0, 60).WithEvent(1, 61).WithEvent(1, 611), _effects);

        Take(Update(6, line: 6, events: [1, 2, 3]));

        Events.ShouldBe([60UL, 1, 61, 611, 2, 62, 3]);
    }

    [Fact]
    public void A_joined_update_releases_all_that_was_held_below_it()
    {
        Follow(version: 5);
        AddCommand();
        _room.Take(ForMember(6).WithEvent(0, 60).WithResult(1), _effects);
        _room.Take(ForMember(8).WithEvent(1, 80), _effects);

        Take(Update(8, line: 8, baseVersion: 5, events: [1, 2]));

        Events.ShouldBe([60UL, 1, 80, 2]);
        Answers.ShouldBe(1);
    }

    [Fact]
    public void State_comes_before_events_and_events_before_answers()
    {
        Follow(version: 5);
        AddCommand();
        _room.Take(ForMember(6).WithResult(1), _effects);
        _effects.Clear();

        Take(Update(6, line: 6, events: 1));

        _effects.Select(effect => effect.GetType().Name).ShouldBe(["StateChanged", "EventReceived", "Answered"]);
    }

    [Fact]
    public void A_room_that_came_back_older_is_told_and_waits_for_its_snapshot()
    {
        Follow(version: 5);
        _room.Detach();
        var attached = Attached(epoch: 2, version: 3, lastApplied: 1);
        attached.Rewound = new Rewound { Version = 3, LastApplied = 1 };
        _room.Attach(attached, _effects);

        _effects.OfType<ClientEffect.CameBackOlder>().Single().Rewound.Version.ShouldBe(3UL);
        _room.Position.ShouldBeNull();
        Take(Update(6, line: 6, epoch: 2)).ShouldBeNull();
        _room.Take(ForMember(3, epoch: 2).WithEvent(0, 30), _effects);
        Take(Snapshot(3, line: 3, epoch: 2));
        Line.ShouldBe(3UL);
        Events.ShouldBe([30UL]);
    }

    [Fact]
    public void A_room_on_a_new_epoch_goes_on_from_the_position_it_knows()
    {
        Follow(version: 5);
        _room.Attach(Attached(epoch: 2, version: 6), _effects);

        Take(Update(6, line: 6, epoch: 2)).ShouldBeNull();

        Line.ShouldBe(6UL);
        _room.Position.ShouldNotBeNull().Epoch.ShouldBe(2UL);
    }

    [Fact]
    public void Lost_events_are_told()
    {
        var attached = Attached();
        attached.EventsLost = true;

        _room.Attach(attached, _effects);

        _effects.OfType<ClientEffect.EventsLost>().Count().ShouldBe(1);
    }

    [Fact]
    public void A_snapshot_tells_what_differs_from_the_state_before()
    {
        Follow(version: 5);
        var before = (ChatState)_room.State;
        before.Lines[1] = new Line { Text = "goes" };
        before.Lines[2] = new Line { Text = "stays" };
        before.Lines[3] = new Line { Text = "changes" };
        var after = new ChatState { LastLine = 5 };
        after.Lines[2] = new Line { Text = "stays" };
        after.Lines[3] = new Line { Text = "changed" };
        after.Lines[4] = new Line { Text = "new" };
        _effects.Clear();

        Take(new RoomUpdate
        {
            Room = Room, Epoch = 1, Version = 6, Snapshot = true, Patch = new StatePatch { Merge = after.ToByteString() },
        });

        var changes = _effects.OfType<ClientEffect.StateChanged>().Single().Changes;
        changes.IsSnapshot.ShouldBeTrue();
        changes.Changes.Select(change => $"{change.Field.Name} {change.Key} {change.Kind}")
            .ShouldBe(["lines 1 Removed", "lines 3 Changed", "lines 4 Added"]);
        _room.State.ShouldBe(after);
        _room.State.ShouldNotBeSameAs(before);
    }

    [Fact]
    public void Leaving_answers_what_waits_and_takes_nothing_more()
    {
        Follow(version: 5);
        AddCommand();

        _room.Leave(new RoomLeft(), _effects);

        Answers.ShouldBe(1);
        _effects.OfType<ClientEffect.Left>().Count().ShouldBe(1);
        Take(Snapshot(6, line: 6)).ShouldBeNull();
        Line.ShouldBe(5UL);
    }

    [Fact]
    public void An_event_of_another_type_is_an_error_and_not_the_end()
    {
        Follow(version: 5);
        var update = Update(6, line: 6, events: [1]);
        update.Events.Insert(0, ByteString.CopyFrom(0xff));

        Take(update).ShouldBeNull();

        _effects.OfType<ClientEffect.ErrorReceived>().Count().ShouldBe(1);
        Events.ShouldBe([1UL]);
    }

    private ulong Line => ((ChatState)_room.State).LastLine;

    private List<ulong> Events => _effects.OfType<ClientEffect.EventReceived>().Select(one => ((ChatEvent)one.Event).Said.Line).ToList();

    private int Answers => _effects.OfType<ClientEffect.Answered>().Count();

    private void Follow(ulong version)
    {
        _room.Attach(Attached(version: version), _effects);
        Take(Snapshot(version, line: version)).ShouldBeNull();
    }

    private Cause? Take(RoomUpdate update) => _room.Take(update, _effects);

    private void AddCommand()
    {
        _room.Commands.Add(new PendingCommand(ByteString.Empty, _ => { }));
        _room.Commands.TakeDue(0, 64).Count().ShouldBe(1);
    }

    private static RoomUpdate Hashed(RoomUpdate update, ulong hash)
    {
        update.StateHash = hash;
        return update;
    }
}
