using GameServer.Client.Core;

namespace GameServer.Tests.Client.Core;

public sealed class ServerClockTests
{
    private readonly ServerClock _clock = new();

    [Fact]
    public void A_reply_from_the_future_is_not_believed()
    {
        _clock.Sample(sentMs: 500, nowMs: 100, serverTimeMs: 1, isRoundTrip: true);

        _clock.RoundTrip.ShouldBeNull();
    }

    [Fact]
    public void The_fastest_reply_sets_the_clock_and_all_smooth_the_round_trip()
    {
        _clock.Sample(sentMs: 0, nowMs: 100, serverTimeMs: 10_900, isRoundTrip: true);
        _clock.Sample(sentMs: 200, nowMs: 220, serverTimeMs: 10_210, isRoundTrip: true);
        _clock.Sample(sentMs: 300, nowMs: 400, serverTimeMs: 10_000, isRoundTrip: true);

        _clock.At(1000).ToUnixTimeMilliseconds().ShouldBe(11_000);
        _clock.RoundTrip.ShouldBe(TimeSpan.FromMilliseconds(91.25));
    }
}
