using GameServer.Authoring;
using GameServer.Games.Feed;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Games.Feed;

public sealed class FeedRoomTests
{
    private readonly RoomHarness<FeedState, FeedCommand, FeedEvent> _feed = RoomHarness.Of(new FeedRoom());

    [Fact]
    public void Who_may_not_publish_may_only_watch()
    {
        var guest = _feed.Join("Guest");
        var other = _feed.Join("Other", rights: ["reader"]);

        guest.Send(Publish(("cpu", 1, "%"))).Reason.ShouldBe("Only players with the right \"publisher\" can change a feed.");
        other.Send(new FeedCommand { Retire = new Retire() }).Outcome.ShouldBe(CommandResult.Types.Outcome.Rejected);
        _feed.State.Readings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", 1, "")]
    [InlineData("two\nlines", 1, "")]
    [InlineData("name", double.NaN, "")]
    [InlineData("name", double.PositiveInfinity, "")]
    [InlineData("name", 1, "a unit that is too long")]
    public void A_reading_that_is_not_fit_is_refused_with_all_that_came_with_it(string name, double value, string unit)
    {
        var publisher = _feed.Join("Sensor", rights: [FeedRoom.PublisherRight]);

        publisher.Send(Publish(("good", 1, ""), (name, value, unit))).Outcome.ShouldBe(CommandResult.Types.Outcome.Rejected);
        publisher.Send(new FeedCommand()).Outcome.ShouldBe(CommandResult.Types.Outcome.Rejected);

        _feed.State.Readings.ShouldBeEmpty();
    }

    [Fact]
    public void A_feed_holds_a_limited_number_of_readings()
    {
        var publisher = _feed.Join("Sensor", rights: [FeedRoom.PublisherRight]);
        var all = Enumerable.Range(1, Readings.NamesMax).Select(number => ($"{number:D64}", 1.0, "0123456789abcdef")).ToArray();

        publisher.Send(Publish(all)).Reason.ShouldBe("");
        publisher.Send(Publish(("one more", 1, ""))).Reason.ShouldBe("A feed holds at most 500 readings: retire some first.");
        publisher.Send(Publish(all)).Reason.ShouldBe("");

        publisher.Send(new FeedCommand { Retire = new Retire { Names = { all[0].Item1, "never there" } } }).Reason.ShouldBe("");
        publisher.Send(Publish(("one more", 1, ""))).Reason.ShouldBe("");
        _feed.State.Readings.Count.ShouldBe(Readings.NamesMax);
    }

    [Fact]
    public void What_is_published_reaches_all_who_watch()
    {
        var watcher = _feed.Join("Guest");
        _feed.Join("Sensor", rights: [FeedRoom.PublisherRight]).Send(Publish(("hall", 21.5, "°C"), ("roof", -3, "°C")));

        var timeMs = (ulong)_feed.Now.ToUnixTimeMilliseconds();
        watcher.State.Readings["hall"].ShouldBe(new Reading { Value = 21.5, Unit = "°C", TimeMs = timeMs });
        watcher.State.Readings["roof"].Value.ShouldBe(-3);
    }

    [Fact]
    public void The_server_itself_may_publish_and_what_breaks_a_limit_is_left_out()
    {
        var watcher = _feed.Join("Guest");

        _feed.Tell(Publish(("players", 3, "")));
        _feed.Tell(Publish(("players", double.NaN, "")));
        _feed.Tell(new FeedCommand());

        watcher.State.Readings["players"].Value.ShouldBe(3);
        _feed.Faults.ShouldBeEmpty();
    }

    private static FeedCommand Publish(params (string Name, double Value, string Unit)[] readings)
    {
        var publish = new Publish();
        foreach (var (name, value, unit) in readings)
        {
            publish.Readings[name] = new Measurement { Value = value, Unit = unit };
        }

        return new FeedCommand { Publish = publish };
    }
}
