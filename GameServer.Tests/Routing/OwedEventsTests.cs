using GameServer.Protocol.V1;
using GameServer.Routing;
using GameServer.Tests.Actors.TestKit;
using Google.Protobuf;

namespace GameServer.Tests.Routing;

public sealed class OwedEventsTests : IDisposable
{
    private readonly ActorWorld _world = new();
    private readonly OwedEvents _owed;

    public OwedEventsTests() => _owed = new OwedEvents(_world.Time);

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_newer_event_replaces_an_elder_one_of_its_key_and_comes_after_what_was_sent_before_it()
    {
        Add("a1", Latest("a"));
        Add("b1", Latest("b"));
        Add("a2", Latest("a"));
        Taken().ShouldBe(["b1", "a2"]);
        Taken().ShouldBeEmpty();
        _owed.Bytes.ShouldBe(0);
    }

    [Fact]
    public void An_event_that_has_waited_for_longer_than_it_may_is_dropped()
    {
        Add("short", Expire(100));
        Add("long", Expire(101));
        _world.Advance(TimeSpan.FromMilliseconds(101));
        Taken().ShouldBe(["long"]);
    }

    [Fact]
    public void What_has_expired_takes_no_room()
    {
        Add("first", Expire(100));
        var one = _owed.Bytes;
        for (var round = 0; round < 100; round++)
        {
            _world.Advance(TimeSpan.FromMilliseconds(101));
            Add("again", Expire(100));
        }

        _owed.Bytes.ShouldBe(one);
    }

    private static EventDelivery Latest(string key) => new() { Latest = key };

    private static EventDelivery Expire(uint ms) => new() { ExpireMs = ms };

    private void Add(string text, EventDelivery delivery) => _owed.Add(ByteString.CopyFromUtf8(text), delivery);

    private IEnumerable<string> Taken() => _owed.Take().Select(payload => payload.ToStringUtf8());
}
