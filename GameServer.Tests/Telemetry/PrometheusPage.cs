using System.Globalization;
using System.Text.RegularExpressions;

namespace GameServer.Tests.Telemetry;

/// <summary>A page of /metrics, read by the rules of Prometheus' text format 0.0.4; what breaks one fails the test.</summary>
internal sealed partial class PrometheusPage
{
    private const string Infinity = "+Inf";

    private readonly Dictionary<string, double> _samples = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);

    internal PrometheusPage(string text)
    {
        text.ShouldEndWith("\n");
        text.ShouldNotContain('\r');
        var family = "";
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                _types.ShouldNotContainKey(help.Groups["name"].Value, "HELP comes before TYPE");
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                family = type.Groups["name"].Value;
                _types.TryAdd(family, type.Groups["type"].Value).ShouldBeTrue($"a second TYPE of {family}");
            }
            else
            {
                Take(line, family);
            }
        }

        foreach (var (name, _) in _types.Where(each => each.Value == "histogram"))
        {
            CheckHistogram(name);
        }
    }

    internal IReadOnlyDictionary<string, string> Types => _types;

    /// <summary>The value behind a name, with its labels if it has some.</summary>
    internal double this[string sample] => _samples.TryGetValue(sample, out var value)
        ? value
        : throw new KeyNotFoundException($"There is no {sample} among {string.Join(", ", _samples.Keys)}.");

    internal double Sum(string name) => _samples.Where(each => each.Key.Split('{')[0] == name).Sum(each => each.Value);

    private void Take(string line, string family)
    {
        var sample = Sample().Match(line);
        sample.Success.ShouldBeTrue($"is no line of the format: {line}");
        var name = sample.Groups["name"].Value;
        var isOfHistogram = _types[family] == "histogram";
        (isOfHistogram ? Suffix().Replace(name, "") : name).ShouldBe(family, "samples follow their TYPE");
        if (_types[family] == "counter")
        {
            name.ShouldEndWith("_total");
        }

        var labels = Label().Matches(sample.Groups["labels"].Value).Select(label => label.Groups["name"].Value).ToList();
        labels.ShouldBeUnique();
        _samples.TryAdd(name + sample.Groups["labels"].Value, Number(sample.Groups["value"].Value)).ShouldBeTrue($"a second {line}");
    }

    private void CheckHistogram(string name)
    {
        var series = _samples.Keys.Where(key => key.StartsWith($"{name}_bucket", StringComparison.Ordinal))
            .Select(key => (Key: key, Labels: Bound().Replace(key, ""), Bound: Number(Bound().Match(key).Groups["bound"].Value)))
            .GroupBy(bucket => bucket.Labels);
        foreach (var buckets in series)
        {
            buckets.Select(bucket => bucket.Bound).ShouldBeInOrder();
            buckets.Select(bucket => _samples[bucket.Key]).ShouldBeInOrder();
            buckets.Last().Bound.ShouldBe(double.PositiveInfinity);
            var labels = buckets.Key[$"{name}_bucket".Length..].Replace("{}", "", StringComparison.Ordinal);
            this[$"{name}_count{labels}"].ShouldBe(_samples[buckets.Last().Key]);
            this[$"{name}_sum{labels}"].ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    private static double Number(string text) =>
        text == Infinity ? double.PositiveInfinity : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?:[^\\]|\\\\|\\n)*$")]
    private static partial Regex Help();

    [GeneratedRegex(@"^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex(
        @"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
        + @"(?<labels>\{[a-zA-Z_]\w*=""(?:[^\\""]|\\[\\""n])*""(?:,[a-zA-Z_]\w*=""(?:[^\\""]|\\[\\""n])*"")*\})? (?<value>\S+)$")]
    private static partial Regex Sample();

    [GeneratedRegex(@"(?<name>[a-zA-Z_]\w*)=""(?:[^\\""]|\\[\\""n])*""")]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@",?le=""(?<bound>[^""]+)""")]
    private static partial Regex Bound();
}
