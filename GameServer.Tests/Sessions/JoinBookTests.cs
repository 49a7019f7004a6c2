using GameServer.Protocol.Identity;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

public class JoinBookTests
{
    private readonly JoinBook _book = new(noncesMax: 2);

    [Fact]
    public void A_request_id_that_waits_is_not_taken_twice()
    {
        _book.TryAsk("a", new Generation(1), 5).ShouldBeTrue();
        _book.TryAsk("b", new Generation(1), 5).ShouldBeFalse();
        _book.Find("b").ShouldBeNull();
    }

    [Fact]
    public void The_same_request_id_on_a_later_connection_is_another_request()
    {
        _book.TryAsk("a", new Generation(1), 5).ShouldBeTrue();
        _book.TryAsk("b", new Generation(2), 5).ShouldBeTrue();
        _book.AskedCount.ShouldBe(2);
    }

    [Fact]
    public void An_answer_settles_its_wish_once()
    {
        _book.TryAsk("a", new Generation(1), 5);
        _book.Settle(new Generation(1), 5).ShouldNotBeNull().Enter(new RoomId("r"));

        _book.Settle(new Generation(1), 5).ShouldBeNull();
        _book.Find("a").ShouldNotBeNull().Room.ShouldBe(new RoomId("r"));
        _book.AskedCount.ShouldBe(0);
    }

    [Fact]
    public void Old_nonces_are_forgotten()
    {
        _book.TryAsk("a", new Generation(1), 1);
        _book.TryAsk("b", new Generation(1), 2);
        _book.TryAsk("c", new Generation(1), 3);

        _book.Find("a").ShouldBeNull();
        _book.Find("c").ShouldNotBeNull();
    }
}
