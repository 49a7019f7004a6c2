using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>Listings that a session asks for, one at a time.</summary>
public sealed class SessionListingTests : IDisposable
{
    private readonly SessionWorld _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_second_listing_waits_for_the_first_to_be_answered()
    {
        var connection = Opened();
        List(connection, 7);
        List(connection, 8);

        var refused = connection.Next().ShouldNotBeNull();
        (refused.RequestId, refused.Error.Code, refused.Error.Retry).ShouldBe((8u, ErrorCode.Busy, Error.Types.Retry.Later));
        refused.Error.RetryAfterMs.ShouldBeGreaterThan(0u);
        _session.Rooms.Next().ShouldBe("list as 7 by 1");
        _session.Rooms.Next().ShouldBe("nothing");

        _session.Tell(new SessionMessage.RoomsListed(new Generation(1), 7, new RoomList()));
        connection.Next().ShouldNotBeNull().RoomList.ShouldNotBeNull();
        List(connection, 9);
        _session.Rooms.Next().ShouldBe("list as 9 by 1");
    }

    [Fact]
    public void A_listing_that_was_refused_is_not_waited_for()
    {
        var connection = Opened();
        List(connection, 7);
        _session.Tell(new SessionMessage.ListRefused(new Generation(1), 7, Errors.Of(ErrorCode.Busy, "Full.")));
        _session.Rooms.Next();

        List(connection, 8);

        _session.Rooms.Next().ShouldBe("list as 8 by 1");
    }

    [Fact]
    public void A_later_connection_does_not_wait_for_what_an_earlier_one_asked()
    {
        List(Opened(), 7);
        _session.Rooms.Next();
        var later = _session.ResumeWith(1);
        later.Next();

        List(later, 8);
        _session.Rooms.Next().ShouldBe("list as 8 by 2");
        _session.Tell(new SessionMessage.RoomsListed(new Generation(1), 7, new RoomList()));
        List(later, 9);

        _session.Rooms.Next().ShouldBe("nothing", "the answer was to the earlier one's");
    }

    private RecordingConnection Opened()
    {
        var connection = _session.Open();
        connection.Next();
        return connection;
    }

    private void List(RecordingConnection connection, uint requestId) =>
        _session.Say(connection, new ClientEnvelope { RequestId = requestId, ListRooms = new ListRooms() });
}
