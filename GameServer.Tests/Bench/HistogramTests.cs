using GameServer.Bench.Load.Client;

namespace GameServer.Tests.Bench;

public sealed class HistogramTests
{
    private readonly Histogram _histogram = new();

    [Fact]
    public void An_empty_one_says_nothing()
    {
        _histogram.Quantile(0.5).ShouldBe(0);
        _histogram.Max.ShouldBe(0);
        _histogram.Count.ShouldBe(0);
    }

    [Fact]
    public void Small_times_are_kept_exactly()
    {
        for (var value = 1; value <= 100; value++)
        {
            _histogram.Record(value);
        }

        _histogram.Quantile(0.5).ShouldBe(50);
        _histogram.Quantile(0.99).ShouldBe(99);
        _histogram.Quantile(1).ShouldBe(100);
        _histogram.Count.ShouldBe(100);
    }

    [Fact]
    public void Of_two_times_of_every_size_the_smaller_is_found_within_a_64th()
    {
        for (long value = 1; value < long.MaxValue / 4; value += (value / 4) + 1)
        {
            var histogram = new Histogram();
            histogram.Record(value);
            histogram.Record(long.MaxValue);
            histogram.Quantile(0.5).ShouldBeInRange(value, value + (value / 64));
        }
    }

    [Fact]
    public void The_longest_time_there_is_has_a_bucket_and_a_negative_one_counts_as_none()
    {
        _histogram.Record(-5);
        _histogram.Quantile(1).ShouldBe(0);
        _histogram.Record(long.MaxValue);
        _histogram.Quantile(1).ShouldBe(long.MaxValue);
    }

    [Fact]
    public void No_quantile_is_longer_than_the_longest_time()
    {
        _histogram.Record(1_000_001);
        _histogram.Quantile(0.99).ShouldBe(1_000_001);
    }
}
