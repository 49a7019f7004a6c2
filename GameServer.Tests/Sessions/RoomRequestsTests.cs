using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>What a session answers of what its client asks of rooms, without asking any.</summary>
public sealed class RoomRequestsTests : IDisposable
{
    private readonly SessionWorld _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_match_with_more_filters_than_it_may_have_is_refused_and_asks_no_room()
    {
        var connection = _session.Open();
        connection.Next();

        _session.Say(connection, Matching("n1", 7, filters: 17));
        Refused(connection, 7).Code.ShouldBe(ErrorCode.BadRequest);
        _session.Rooms.Next().ShouldBe("nothing");
        _session.Say(connection, Matching("n1", 8, filters: 16));

        _session.Rooms.Next().ShouldBe("join n1 as 8 by 1");
    }

    [Fact]
    public void A_listing_with_more_filters_than_it_may_have_is_refused_and_asks_no_room()
    {
        var connection = _session.Open();
        connection.Next();

        _session.Say(connection, new ClientEnvelope { RequestId = 7, ListRooms = new ListRooms { Filters = { Filters(17) } } });
        Refused(connection, 7).Code.ShouldBe(ErrorCode.BadRequest);
        _session.Rooms.Next().ShouldBe("nothing");
        _session.Say(connection, new ClientEnvelope { RequestId = 8, ListRooms = new ListRooms { Filters = { Filters(16) } } });

        _session.Rooms.Next().ShouldStartWith("list as 8");
    }

    [Fact]
    public void A_wish_to_leave_with_too_long_a_nonce_is_refused_and_the_player_stays()
    {
        var connection = _session.OpenInRoom();

        _session.Say(connection, Leaving(new string('n', 65), 8));
        var refused = Refused(connection, 8);
        (refused.Code, refused.Room).ShouldBe((ErrorCode.BadRequest, 4u));
        _session.Rooms.Next().ShouldBe("nothing");
        _session.Say(connection, Leaving(new string('n', 64), 9));

        _session.Rooms.Next().ShouldBe("leave room-a as 9 by 1");
    }

    [Fact]
    public void A_wish_to_leave_that_is_sent_again_is_answered_as_if_it_had_just_been_met()
    {
        var connection = _session.OpenInRoom();
        _session.Say(connection, Leaving("l1", 8));
        _session.Rooms.Next();
        _session.Tell(new SessionMessage.RoomExited(new RoomId("room-a")));

        _session.Say(connection, Leaving("l1", 9));
        _session.Say(connection, Leaving("l2", 10));

        var again = connection.Next().ShouldNotBeNull();
        (again.RequestId, again.Left.Room, again.Left.RoomId, again.Left.Reason).ShouldBe(
            (9u, 4u, "room-a", RoomLeft.Types.Reason.Left));
        Refused(connection, 10).Code.ShouldBe(ErrorCode.NotInRoom);
        _session.Rooms.Next().ShouldBe("nothing");
    }

    private static Error Refused(RecordingConnection connection, uint request)
    {
        var answer = connection.Next().ShouldNotBeNull();
        answer.RequestId.ShouldBe(request);
        return answer.Error.ShouldNotBeNull();
    }

    private static ClientEnvelope Leaving(string nonce, uint request) =>
        new() { RequestId = request, Leave = new Leave { Room = 4, Nonce = nonce } };

    private static ClientEnvelope Matching(string nonce, uint request, int filters) => new()
    {
        RequestId = request,
        Join = new Join { Nonce = nonce, Match = new RoomMatch { RoomType = "chat", Filters = { Filters(filters) } } },
    };

    private static IEnumerable<PropertyFilter> Filters(int count) =>
        Enumerable.Range(0, count).Select(number => new PropertyFilter { Property = $"p{number}", Value = "v" });
}
