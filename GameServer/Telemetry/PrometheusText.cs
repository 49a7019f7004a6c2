using System.Globalization;
using System.Text;

namespace GameServer.Telemetry;

/// <summary>
/// A text in Prometheus' exposition format, version 0.0.4. Used by one thread.
/// https://prometheus.io/docs/instrumenting/exposition_formats/
/// </summary>
internal sealed class PrometheusText
{
    internal const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>The lines of one instrument; none if it has measured nothing.</summary>
    internal void Add(MetricFamily family)
    {
        var instrument = family.Instrument;
        var name = PrometheusNames.Of(instrument);
        var start = _text.Length;
        if (!string.IsNullOrEmpty(instrument.Description))
        {
            _text.Append("# HELP ").Append(name).Append(' ').Append(PrometheusNames.Escape(instrument.Description)).Append('\n');
        }

        _text.Append("# TYPE ").Append(name).Append(' ').Append(PrometheusNames.TypeOf(instrument)).Append('\n');
        var headed = _text.Length;
        family.WriteTo(this, name);
        if (_text.Length == headed)
        {
            _text.Length = start;
        }
    }

    internal void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <param name="name">Of the instrument.</param>
    /// <param name="labels">Of this series.</param>
    /// <param name="bounds">The largest value of each bucket but the last.</param>
    /// <param name="counts">How many values each bucket has.</param>
    /// <param name="sum">Of all values.</param>
    internal void Histogram(string name, string labels, double[] bounds, long[] counts, double sum)
    {
        var comma = labels.Length > 0 ? "," : "";
        var count = 0L;
        for (var index = 0; index < counts.Length; index++)
        {
            count += counts[index];
            var bound = index < bounds.Length ? bounds[index] : double.PositiveInfinity;
            Sample($"{name}_bucket", $"{labels}{comma}le=\"{Number(bound)}\"", count);
        }

        Sample($"{name}_sum", labels, sum);
        Sample($"{name}_count", labels, count);
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();

    private static string Number(double value)
    {
        if (double.IsInfinity(value))
        {
            return value > 0 ? "+Inf" : "-Inf";
        }

        return value.ToString("R", CultureInfo.InvariantCulture);
    }
}
