using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

public sealed class RateLimitTests
{
    private static readonly RateLimits Limits = new(
        FramesPerSecond: 10, FramesBurst: 5, FramesRefusedMax: 3, BytesPerSecond: 1000, BytesBurst: 2000, BytesOwedMax: 500);

    [Fact]
    public void A_burst_passes_and_what_is_over_it_is_refused_until_time_has_passed()
    {
        var limit = new RateLimit(Limits, At(0));
        for (var frame = 0; frame < 5; frame++)
        {
            limit.TakeFrame(At(0)).ShouldBe(new RateAnswer(RateVerdict.Allowed, 0));
        }

        limit.TakeFrame(At(0)).ShouldBe(new RateAnswer(RateVerdict.Over, 100));
        limit.TakeFrame(At(60)).ShouldBe(new RateAnswer(RateVerdict.Over, 40));
        limit.TakeFrame(At(100)).ShouldBe(new RateAnswer(RateVerdict.Allowed, 0));
    }

    [Fact]
    public void A_client_that_goes_on_regardless_is_far_over()
    {
        var limit = new RateLimit(Limits, At(0));
        Enumerable.Range(0, 9).Select(_ => limit.TakeFrame(At(0)).Verdict).ShouldBe(
        [
            .. Enumerable.Repeat(RateVerdict.Allowed, 5), .. Enumerable.Repeat(RateVerdict.Over, 3), RateVerdict.FarOver,
        ]);
    }

    [Fact]
    public void A_client_slightly_over_its_rate_loses_what_is_over_and_is_never_far_over()
    {
        var limit = new RateLimit(Limits, At(0));
        var verdicts = Enumerable.Range(0, 1000).Select(frame => limit.TakeFrame(At(frame * 80)).Verdict).ToList();
        verdicts.ShouldNotContain(RateVerdict.FarOver);

        // 80 seconds bring 799 tokens beside the burst of 5.
        verdicts.Count(verdict => verdict == RateVerdict.Allowed).ShouldBeInRange(802, 804);
    }

    [Fact]
    public void Bytes_over_the_burst_are_owed_and_frames_wait_for_them()
    {
        var limit = new RateLimit(Limits, At(0));
        limit.TakeBytes(2300, At(0)).ShouldBeTrue();
        limit.TakeFrame(At(0)).ShouldBe(new RateAnswer(RateVerdict.Over, 300));
        limit.TakeFrame(At(300)).ShouldBe(new RateAnswer(RateVerdict.Allowed, 0));
    }

    [Fact]
    public void Too_many_owed_bytes_are_far_over()
    {
        var limit = new RateLimit(Limits, At(0));
        limit.TakeBytes(2500, At(0)).ShouldBeTrue();
        limit.TakeBytes(1, At(0)).ShouldBeFalse();
        limit.TakeBytes(0, At(1)).ShouldBeTrue();
    }

    [Fact]
    public void Idle_time_saves_up_no_more_than_the_burst()
    {
        var limit = new RateLimit(Limits, At(0));
        Enumerable.Range(0, 6).Count(_ => limit.TakeFrame(At(3_600_000)).Verdict == RateVerdict.Allowed).ShouldBe(5);
    }

    [Fact]
    public void A_clock_that_goes_back_brings_nothing_and_takes_nothing()
    {
        var bucket = new TokenBucket(perSecond: 1, burst: 2, At(1000));
        bucket.TryTake(2, At(1000)).ShouldBeTrue();
        bucket.TryTake(1, At(0)).ShouldBeFalse();
        bucket.TryTake(1, At(1999)).ShouldBeFalse();
        bucket.TryTake(1, At(2000)).ShouldBeTrue();
    }

    private static TimeSpan At(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
