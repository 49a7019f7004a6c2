using System.Diagnostics.Metrics;

namespace GameServer.Telemetry;

/// <summary>What has been measured by one instrument. From any thread.</summary>
internal abstract class MetricFamily(Instrument instrument)
{
    private static readonly double[] UsualBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000];

    internal Instrument Instrument => instrument;

    /// <summary>The kind of instrument decides.</summary>
    internal static MetricFamily Of(Instrument instrument)
    {
        if (instrument.IsObservable)
        {
            return new Observed(instrument);
        }

        return instrument is Histogram<double> histogram
            ? new Durations(histogram, histogram.Advice?.HistogramBucketBoundaries?.ToArray() ?? UsualBounds)
            : new Summed(instrument);
    }

    internal abstract void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);

    /// <summary>Observable instruments are about to be asked.</summary>
    internal virtual void Clear()
    {
    }

    internal abstract void WriteTo(PrometheusText text, string name);

    /// <summary>What it comes to, whatever the labels.</summary>
    internal abstract MetricReading Read();

    /// <summary>Adds up what it is told.</summary>
    private sealed class Summed(Instrument instrument) : MetricFamily(instrument)
    {
        private readonly MetricSeries<StripedSum> _sums = new(static () => new StripedSum());

        internal override void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _sums.Of(tags).Add(value);

        internal override void WriteTo(PrometheusText text, string name)
        {
            foreach (var (labels, sum) in _sums.All)
            {
                text.Sample(name, labels, sum.Value);
            }
        }

        internal override MetricReading Read() => new(_sums.All.Sum(static each => each.Value.Value));
    }

    /// <summary>Is asked for each text. What it no longer tells of is gone.</summary>
    private sealed class Observed(Instrument instrument) : MetricFamily(instrument)
    {
        private readonly MetricSeries<StripedSum> _values = new(static () => new StripedSum());

        internal override void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _values.Of(tags).Add(value);

        internal override void Clear() => _values.Clear();

        internal override void WriteTo(PrometheusText text, string name)
        {
            foreach (var (labels, value) in _values.All)
            {
                text.Sample(name, labels, value.Value);
            }
        }

        internal override MetricReading Read() => new(_values.All.Sum(static each => each.Value.Value));
    }

    /// <summary>Counts by size.</summary>
    private sealed class Durations(Instrument instrument, double[] bounds) : MetricFamily(instrument)
    {
        private readonly MetricSeries<Buckets> _buckets = new(() => new Buckets(bounds));

        internal override void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => _buckets.Of(tags).Add(value);

        internal override void WriteTo(PrometheusText text, string name)
        {
            foreach (var (labels, buckets) in _buckets.All)
            {
                text.Histogram(name, labels, bounds, buckets.Counts, buckets.Sum);
            }
        }

        internal override MetricReading Read()
        {
            var (counts, sum) = (new long[bounds.Length + 1], 0.0);
            foreach (var (_, buckets) in _buckets.All)
            {
                sum += buckets.Sum;
                counts = [.. counts.Zip(buckets.Counts, static (all, these) => all + these)];
            }

            return new MetricReading(sum) { Bounds = bounds, Counts = counts };
        }
    }

    /// <param name="bounds">The largest value of each bucket; one more bucket has what is larger.</param>
    private sealed class Buckets(double[] bounds)
    {
        private readonly long[] _counts = new long[bounds.Length + 1];
        private readonly StripedSum _sum = new();

        internal double Sum => _sum.Value;

        internal long[] Counts => (long[])_counts.Clone();

        internal void Add(double value)
        {
            var found = Array.BinarySearch(bounds, value);
            Interlocked.Increment(ref _counts[found >= 0 ? found : ~found]);
            _sum.Add(value);
        }
    }
}
