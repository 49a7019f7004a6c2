using GameServer.Client;
using GameServer.Client.Core;
using GameServer.Games.Chat;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;
using static GameServer.Protocol.V1.SnapshotRequest.Types;
using static GameServer.Tests.Client.Core.ServerFrames;

namespace GameServer.Tests.Client.Core;

public sealed class MemberUpdateTests
{
    private readonly ReplicaRig _rig = new();

    [Fact]
    public void A_member_update_waits_for_its_version()
    {
        _rig.Follow(version: 5);
        _rig.AddCommand();

        _rig.Room.Take(ForMember(6).WithEvent(0, 60).WithResult(1), _rig.Effects);

        _rig.Events.ShouldBeEmpty();
        _rig.Answers.ShouldBe(0);
        _rig.Take(Update(6, line: 6));
        _rig.Events.ShouldBe([60UL]);
        _rig.Answers.ShouldBe(1);
    }

    [Fact]
    public void A_member_update_of_a_reached_version_gives_results_but_no_events()
    {
        _rig.Follow(version: 5);
        _rig.AddCommand();

        _rig.Room.Take(ForMember(5).WithEvent(0, 50).WithResult(1), _rig.Effects);

        _rig.Events.ShouldBeEmpty();
        _rig.Answers.ShouldBe(1);
    }

    [Fact]
    public void What_is_held_is_dropped_with_the_connection()
    {
        _rig.Follow(version: 5);
        _rig.Room.Take(ForMember(6).WithEvent(0, 60), _rig.Effects);
        _rig.Room.Detach();
        _rig.Room.Attach(Attached(version: 6), _rig.Effects);

        _rig.Room.Take(ForMember(6).WithEvent(0, 60), _rig.Effects);
        _rig.Take(Update(6, line: 6));

        _rig.Events.ShouldBe([60UL]);
    }

    [Fact]
    public void Direct_events_stand_between_the_shared_ones_where_the_room_put_them()
    {
        _rig.Follow(version: 5);
        _rig.Room.Take(ForMember(6).WithEvent(2, 62).WithEvent(0, 60).WithEvent(1, 61).WithEvent(1, 611), _rig.Effects);

        _rig.Take(Update(6, line: 6, events: [1, 2, 3]));

        _rig.Events.ShouldBe([60UL, 1, 61, 611, 2, 62, 3]);
    }

    [Fact]
    public void A_joined_update_releases_all_that_was_held_below_it()
    {
        _rig.Follow(version: 5);
        _rig.AddCommand();
        _rig.Room.Take(ForMember(6).WithEvent(0, 60).WithResult(1), _rig.Effects);
        _rig.Room.Take(ForMember(8).WithEvent(1, 80), _rig.Effects);

        _rig.Take(Update(8, line: 8, baseVersion: 5, events: [1, 2]));

        _rig.Events.ShouldBe([60UL, 1, 80, 2]);
        _rig.Answers.ShouldBe(1);
    }

    [Fact]
    public void State_comes_before_events_and_events_before_answers()
    {
        _rig.Follow(version: 5);
        _rig.AddCommand();
        _rig.Room.Take(ForMember(6).WithResult(1), _rig.Effects);
        _rig.Effects.Clear();

        _rig.Take(Update(6, line: 6, events: 1));

        _rig.Effects.Select(effect => effect.GetType().Name).ShouldBe(["StateChanged", "EventReceived", "Answered"]);
    }

    [Fact]
    public void A_room_that_came_back_older_is_told_and_waits_for_its_snapshot()
    {
        _rig.Follow(version: 5);
        _rig.Room.Detach();
        var attached = Attached(epoch: 2, version: 3, lastApplied: 1);
        attached.Rewound = new Rewound { Version = 3, LastApplied = 1 };
        _rig.Room.Attach(attached, _rig.Effects);

        _rig.Effects.OfType<ClientEffect.CameBackOlder>().Single().Rewound
            .ShouldBe(new RewoundInfo(new RoomVersion(3), new CommandSeq(1), CommandsUndone: 0));
        _rig.Room.Position.ShouldBeNull();
        _rig.Take(Update(6, line: 6, epoch: 2)).ShouldBeNull();
        _rig.Room.Take(ForMember(3, epoch: 2).WithEvent(0, 30), _rig.Effects);
        _rig.Take(Snapshot(3, line: 3, epoch: 2));
        _rig.Line.ShouldBe(3UL);
        _rig.Events.ShouldBe([30UL]);
    }

    [Fact]
    public void Leaving_answers_what_waits_and_takes_nothing_more()
    {
        _rig.Follow(version: 5);
        _rig.AddCommand();

        _rig.Room.Leave(new RoomLeft(), _rig.Effects);

        _rig.Answers.ShouldBe(1);
        _rig.Effects.OfType<ClientEffect.Left>().Count().ShouldBe(1);
        _rig.Take(Snapshot(6, line: 6)).ShouldBeNull();
        _rig.Line.ShouldBe(5UL);
    }

    [Fact]
    public void An_event_of_another_type_is_an_error_and_not_the_end()
    {
        _rig.Follow(version: 5);
        var update = Update(6, line: 6, events: [1]);
        update.Events.Insert(0, ByteString.CopyFrom(0xff));

        _rig.Take(update).ShouldBeNull();

        _rig.Effects.OfType<ClientEffect.ErrorReceived>().Count().ShouldBe(1);
        _rig.Events.ShouldBe([1UL]);
    }
}
