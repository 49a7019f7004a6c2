using GameServer.Client;
using GameServer.Client.Core;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using static GameServer.Tests.Client.Core.ServerFrames;

namespace GameServer.Tests.Client.Core;

/// <summary>A room that a restarted server has activated anew, as its member meets it again.</summary>
public sealed class NewEpochTests
{
    private readonly SessionRig _rig = new(commandsWaitingMax: 8);

    [Fact]
    public void What_was_not_answered_is_answered_or_sent_again_and_no_snapshot_is_needed()
    {
        var room = Following("a", "b", "c");

        Restart(Attached(epoch: 2, version: 5, lastApplied: 2));
        _rig.Receive(new ServerEnvelope { Member = ForMember(5, epoch: 2).WithResult(1).WithResult(2) });
        _rig.Receive(new ServerEnvelope { Update = Update(6, line: 6, epoch: 2, events: 60) });

        _rig.Commands.ShouldBe(["1:a", "2:b", "3:c", "3:c"]);
        Answers.ShouldBe(2);
        (room.Epoch, room.Version).ShouldBe((2UL, 6UL));
        Events.ShouldBe(1);
        _rig.Core.Traffic.SnapshotsRequested.ShouldBe(0);
    }

    [Fact]
    public void Frames_of_the_elder_activation_that_still_come_change_nothing()
    {
        var room = Following("a");
        _rig.Receive(new ServerEnvelope { Member = ForMember(6).WithEvent(0, 60).WithResult(1) });

        // On the same connection: another node goes on with the room.
        _rig.Receive(new ServerEnvelope { Attached = Attached(epoch: 2, version: 5) });
        _rig.Receive(new ServerEnvelope { Update = Update(6, line: 66, events: 61) });
        _rig.Receive(new ServerEnvelope { Update = Snapshot(9, line: 99) });
        _rig.Receive(new ServerEnvelope { Member = ForMember(5).WithResult(1) });

        (room.Version, Events, Answers).ShouldBe((5UL, 0, 0));
        _rig.Receive(new ServerEnvelope { Update = Update(6, line: 6, epoch: 2) });
        (room.Version, Events, Answers).ShouldBe((6UL, 0, 0));
        _rig.Commands.ShouldBe(["1:a", "1:a"]);
    }

    [Fact]
    public void A_room_that_came_back_older_undoes_what_was_answered_and_gets_the_rest_anew()
    {
        var room = Following("a", "b", "c", "d");
        _rig.Receive(new ServerEnvelope { Update = Update(6, line: 6) });
        _rig.Receive(new ServerEnvelope { Member = ForMember(6).WithResult(1).WithResult(2).WithResult(4) });

        var attached = Attached(epoch: 2, version: 3, lastApplied: 1);
        attached.Rewound = new Rewound { Version = 3, LastApplied = 1 };
        Restart(attached);
        _rig.Receive(new ServerEnvelope { Update = Snapshot(3, line: 3, epoch: 2) });

        _rig.Effects.OfType<ClientEffect.CameBackOlder>().Single().Rewound
            .ShouldBe(new RewoundInfo(new RoomVersion(3), new CommandSeq(1), CommandsUndone: 2));
        _rig.Commands.ShouldBe(["1:a", "2:b", "3:c", "4:d", "2:c"]);
        (room.Epoch, room.Version).ShouldBe((2UL, 3UL));
        room.Position.ShouldNotBeNull().RepliesSeen.ShouldBe(1UL);
    }

    private int Answers => _rig.Did<ClientEffect.Answered>();

    private int Events => _rig.Did<ClientEffect.EventReceived>();

    private RoomReplica Following(params string[] commands)
    {
        _rig.GoLive();
        var room = _rig.Join();
        foreach (var command in commands)
        {
            _rig.Command(room, command);
        }

        return room;
    }

    private void Restart(RoomAttached attached)
    {
        _rig.Step(() => _rig.Core.Lost(1006, "", _rig.NowMs));
        _rig.Reconnect(ServerFrames.RoomId);
        _rig.Receive(new ServerEnvelope { Attached = attached });
    }
}
