using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>Connections that come and go, and the rooms that must notice.</summary>
public sealed class SessionResumeTests : IDisposable
{
    private readonly SessionWorld _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_token_left_behind_is_refused_and_the_present_connection_does_not_notice()
    {
        var first = _session.Open();
        _session.Say(first, new ClientEnvelope { Heartbeat = new Heartbeat() });
        var second = _session.ResumeWith(1);
        _session.Say(second, new ClientEnvelope { Heartbeat = new Heartbeat() });

        var third = _session.ResumeWith(1);

        _session.Door.ShouldBeOfType<DoorAnswer.Refused>().Code.ShouldBe(CloseCode.SessionTaken);
        first.ClosedWith.ShouldBe(CloseCode.SessionTaken);
        second.ClosedWith.ShouldBe(CloseCode.Unspecified);
        third.Next().ShouldBeNull();
    }

    [Fact]
    public void A_tab_that_a_room_has_sent_away_is_refused_when_it_comes_again()
    {
        var tab = _session.ResumeWith(4);
        _session.Found(5, "room-a");
        _session.Tell(new SessionMessage.Overtaken(new Generation(5)));
        tab.ClosedWith.ShouldBe(CloseCode.SessionTaken);

        _session.ResumeWith(4);

        _session.Door.ShouldBeOfType<DoorAnswer.Refused>().Code.ShouldBe(CloseCode.SessionTaken);
    }

    [Fact]
    public void A_client_that_was_at_another_gateway_meanwhile_is_welcomed_with_the_rooms_that_it_entered_there()
    {
        using var session = new SessionWorld(isClustered: true);
        var first = session.OpenInRoom();
        session.Lose(first);
        session.Rooms.Next();

        var back = session.ResumeWith(2);

        session.Rooms.Next().ShouldBe("rooms of alice by 3");
        session.Found(3, "room-a", "room-b");
        back.Next().ShouldNotBeNull().Welcome.Rooms.Select(room => room.RoomId).ShouldBe(["room-a", "room-b"]);
    }

    [Fact]
    public void In_a_cluster_a_resumed_connection_enters_its_rooms_when_its_client_is_heard()
    {
        using var session = new SessionWorld(isClustered: true);
        var connection = session.ResumeWith(4);
        session.Rooms.Next();
        session.Found(5, "room-a");
        session.Rooms.Next().ShouldBe("nothing", "the client may be at another gateway by now");

        session.Say(connection, new ClientEnvelope { Heartbeat = new Heartbeat() });

        session.Rooms.Next().ShouldBe("attach room-a at none as 0 by 5");
        session.Say(connection, new ClientEnvelope { Heartbeat = new Heartbeat() });
        session.Rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void That_a_room_is_gone_is_told_to_the_present_connection_whichever_one_had_asked()
    {
        var first = _session.OpenInRoom();
        _session.Lose(first);
        var second = _session.ResumeWith(1);
        second.Next();

        _session.Tell(new SessionMessage.RoomGone(new RoomId("room-a"), new Generation(1), 7, "It has ended."));
        _session.Tell(new SessionMessage.RoomGone(new RoomId("room-a"), new Generation(2), 0, "It has ended."));

        second.Next().ShouldNotBeNull().Left.RoomId.ShouldBe("room-a");
        second.Next().ShouldBeNull();
    }

    [Fact]
    public void A_join_answered_to_a_dead_connection_is_attached_to_the_present_one()
    {
        var first = _session.Open();
        _session.Say(first, SessionWorld.Join("n1", 7));
        _session.Rooms.Next();
        _session.Lose(first);
        var second = _session.ResumeWith(1);
        _session.Say(second, SessionWorld.Join("n1", 3));

        _session.Entered("room-a", 4, generation: 1, requestId: 7);

        _session.Rooms.Next().ShouldBe("attach room-a at none as 3 by 2");
    }

    [Fact]
    public void A_join_that_was_sent_again_under_the_same_number_is_answered_under_it()
    {
        var first = _session.Open();
        _session.Say(first, SessionWorld.Join("n1", 7));
        _session.Rooms.Next();
        _session.Lose(first);
        var second = _session.ResumeWith(1);
        _session.Say(second, SessionWorld.Join("n1", 7));

        _session.Entered("room-a", 4, generation: 1, requestId: 7);

        _session.Rooms.Next().ShouldBe("attach room-a at none as 7 by 2");
    }

    [Fact]
    public void A_known_rooms_answer_to_a_dead_connection_does_not_undo_the_resume()
    {
        _session.Lose(_session.OpenInRoom());
        _session.Rooms.Next();
        var second = _session.ResumeWith(1);
        _session.Rooms.Next().ShouldBe("attach room-a at none as 0 by 2");
        _session.Lose(second);
        _session.Rooms.Next().ShouldBe("lost in room-a by 2");
        var there = new RoomPosition { RoomId = "room-a", Epoch = 1, Version = 30 };
        _session.Connect(new RecordingConnection(), new Resume { Rooms = { there } }, 2);
        _session.Rooms.Next().ShouldBe("attach room-a at 1/30 as 0 by 3");

        _session.Entered("room-a", 4, generation: 2, requestId: 0);

        _session.Rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void A_refusal_meant_for_a_dead_connection_answers_the_request_that_was_sent_again()
    {
        var first = _session.Open();
        _session.Say(first, SessionWorld.Join("n1", 7));
        _session.Say(first, SessionWorld.Join("n2", 8));
        _session.Lose(first);
        var second = _session.ResumeWith(1);
        second.Next();
        _session.Say(second, SessionWorld.Join("n1", 3));

        _session.Tell(new SessionMessage.JoinRefused(new Generation(1), 8, new Error { Code = ErrorCode.RoomFull }));
        _session.Tell(new SessionMessage.JoinRefused(new Generation(1), 7, new Error { Code = ErrorCode.JoinRejected }));

        var answer = second.Next().ShouldNotBeNull();
        answer.RequestId.ShouldBe(3u);
        answer.Error.Code.ShouldBe(ErrorCode.JoinRejected);
        second.Next().ShouldBeNull();
    }

    [Fact]
    public void A_room_entered_while_the_session_is_away_is_told_so()
    {
        var connection = _session.Open();
        _session.Say(connection, SessionWorld.Join("n1", 7));
        _session.Rooms.Next();
        _session.Lose(connection);

        _session.Entered("room-a", 4, generation: 1, requestId: 7);

        _session.Rooms.Next().ShouldBe("lost in room-a by 1");
    }

    [Fact]
    public void A_lost_connection_leaves_its_rooms_and_a_resume_attaches_them_where_the_client_stood()
    {
        var first = _session.OpenInRoom();
        _session.Lose(first);
        _session.Rooms.Next().ShouldBe("lost in room-a by 1");

        var second = new RecordingConnection();
        _session.Connect(second, new Resume { Rooms = { new RoomPosition { RoomId = "room-a", Epoch = 1, Version = 30 } } }, 1);
        var welcome = second.Next().ShouldNotBeNull().Welcome;
        welcome.Resumed.ShouldBeTrue();
        welcome.Rooms.ShouldHaveSingleItem().RoomId.ShouldBe("room-a");
        _session.Rooms.Next().ShouldBe("attach room-a at 1/30 as 0 by 2");
    }

    [Fact]
    public void A_session_new_on_this_node_is_in_every_room_of_its_player()
    {
        _session.ResumeWith(5);
        _session.Rooms.Next().ShouldBe("rooms of alice by 6");
        _session.Found(6, "room-a", "room-b");

        _session.Rooms.Next().ShouldBe("attach room-a at none as 0 by 6");
        _session.Rooms.Next().ShouldBe("attach room-b at none as 0 by 6");
    }

    [Fact]
    public void The_session_ends_when_the_resume_window_has_passed()
    {
        var connection = _session.OpenInRoom();
        var probe = _session.World.Probe();
        probe.Watch(_session.Session);
        _session.Lose(connection);
        _session.World.Advance(TimeSpan.FromSeconds(59));
        probe.ExpectNoMsg();
        _session.World.Advance(TimeSpan.FromSeconds(2));

        probe.ExpectTerminated(_session.Session);
        _session.Table.Find(SessionWorld.Id).ShouldBeNull();
    }

    [Fact]
    public void A_resume_stops_the_window()
    {
        var connection = _session.OpenInRoom();
        _session.Lose(connection);
        _session.World.Advance(TimeSpan.FromSeconds(30));
        var second = _session.ResumeWith(1);
        _session.World.Advance(TimeSpan.FromMinutes(10));

        second.ClosedWith.ShouldBe(CloseCode.Unspecified);
        _session.Table.Find(SessionWorld.Id).ShouldNotBeNull().Connection.ShouldBe(second);
    }

    [Fact]
    public void A_connection_that_ended_at_the_door_is_not_adopted()
    {
        var first = _session.OpenInRoom();
        var dead = new RecordingConnection();
        dead.Outbox.End();
        _session.Connect(dead, new Resume(), 1);

        _session.Door.ShouldBeOfType<DoorAnswer.Refused>();
        first.ClosedWith.ShouldBe(CloseCode.Unspecified);
        _session.Table.Find(SessionWorld.Id).ShouldNotBeNull().Connection.ShouldBe(first);
    }

    [Fact]
    public void A_session_in_no_room_ends_with_its_connection()
    {
        var probe = _session.World.Probe();
        probe.Watch(_session.Session);
        _session.Lose(_session.Open());

        probe.ExpectTerminated(_session.Session);
    }
}
