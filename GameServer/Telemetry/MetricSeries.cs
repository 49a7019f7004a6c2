using System.Collections.Concurrent;

namespace GameServer.Telemetry;

/// <summary>
/// One value for each set of labels of an instrument. From any thread; a measurement without labels finds its value without a search.
/// </summary>
internal sealed class MetricSeries<T>(Func<T> make)
    where T : class
{
    /// <summary>Sets of labels of one instrument; all further ones share a value that says so.</summary>
    internal const int SeriesMax = 1_000;

    internal const string Overflow = "otel_metric_overflow=\"true\"";

    private readonly ConcurrentDictionary<string, T> _byLabels = new(StringComparer.Ordinal);
    private T? _plain;

    /// <summary>By labels, in their form in the text, and in their order.</summary>
    internal IEnumerable<(string Labels, T Value)> All
    {
        get
        {
            if (Volatile.Read(ref _plain) is { } plain)
            {
                yield return ("", plain);
            }

            foreach (var (labels, value) in _byLabels.OrderBy(static each => each.Key, StringComparer.Ordinal))
            {
                yield return (labels, value);
            }
        }
    }

    internal T Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty)
        {
            return LazyInitializer.EnsureInitialized(ref _plain, make);
        }

        var labels = PrometheusNames.Labels(tags);
        if (_byLabels.TryGetValue(labels, out var value))
        {
            return value;
        }

        return _byLabels.GetOrAdd(_byLabels.Count < SeriesMax ? labels : Overflow, static (_, create) => create(), make);
    }

    internal void Clear()
    {
        _byLabels.Clear();
        Volatile.Write(ref _plain, null);
    }
}
