using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>Listings that a session asks for, so many at a time.</summary>
public sealed class SessionListingTests : IDisposable
{
    private readonly SessionWorld _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_listing_too_many_waits_for_one_to_be_answered()
    {
        var connection = Opened();
        ListAsManyAsMayBe(connection);
        List(connection, 9);

        var refused = connection.Next().ShouldNotBeNull();
        (refused.RequestId, refused.Error.Code, refused.Error.Retry).ShouldBe((9u, ErrorCode.Busy, Error.Types.Retry.Later));
        refused.Error.RetryAfterMs.ShouldBeGreaterThan(0u);
        _session.Rooms.Next().ShouldBe("nothing");

        _session.Tell(new SessionMessage.RoomsListed(new Generation(1), 7, new RoomList()));
        connection.Next().ShouldNotBeNull().RoomList.ShouldNotBeNull();
        List(connection, 10);
        _session.Rooms.Next().ShouldBe("list as 10 by 1");
        List(connection, 11);
        _session.Rooms.Next().ShouldBe("nothing");
    }

    [Fact]
    public void A_listing_that_was_refused_is_not_waited_for()
    {
        var connection = Opened();
        ListAsManyAsMayBe(connection);
        _session.Tell(new SessionMessage.ListRefused(new Generation(1), 7, Errors.Of(ErrorCode.Busy, "Full.")));

        List(connection, 9);

        _session.Rooms.Next().ShouldBe("list as 9 by 1");
    }

    [Fact]
    public void A_later_connection_does_not_wait_for_what_an_earlier_one_asked()
    {
        ListAsManyAsMayBe(Opened());
        var later = _session.ResumeWith(1);
        later.Next();

        ListAsManyAsMayBe(later);
        _session.Tell(new SessionMessage.RoomsListed(new Generation(1), 7, new RoomList()));
        List(later, 9);

        _session.Rooms.Next().ShouldBe("nothing", "the answer was to the earlier one's");
    }

    private void ListAsManyAsMayBe(RecordingConnection connection)
    {
        for (var requestId = 1u; requestId <= 8; requestId++)
        {
            List(connection, requestId);
            _session.Rooms.Next().ShouldStartWith($"list as {requestId} by ");
        }
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
