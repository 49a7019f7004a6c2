using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace GameServer.Telemetry;

/// <summary>
/// Names of instruments and labels in Prometheus' spelling, by OpenTelemetry's rules for it: other signs become underscores, the unit comes
/// behind the name unless it is in it, and "total" behind what only grows. Pure.
/// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
/// </summary>
internal static class PrometheusNames
{
    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["min"] = "minutes",
        ["h"] = "hours",
        ["d"] = "days",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["%"] = "percent",
    };

    internal static string Of(Instrument instrument)
    {
        var type = TypeOf(instrument);
        var words = Clean(instrument.Name).Split('_', StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (var word in UnitWords(instrument.Unit ?? "", type))
        {
            if (!words.Contains(word))
            {
                words.Add(word);
            }
        }

        if (type == "counter" && words[^1] != "total")
        {
            words.Add("total");
        }

        var name = string.Join('_', words);
        return char.IsAsciiDigit(name[0]) ? "_" + name : name;
    }

    /// <summary>What the line TYPE says of it.</summary>
    internal static string TypeOf(Instrument instrument)
    {
        var kind = instrument.GetType();
        var form = kind.IsGenericType ? kind.GetGenericTypeDefinition() : kind;
        if (form == typeof(Histogram<>))
        {
            return "histogram";
        }

        return form == typeof(Counter<>) || form == typeof(ObservableCounter<>) ? "counter" : "gauge";
    }

    /// <summary>Between the braces; labels are in the order of their names.</summary>
    internal static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var sorted = tags.ToArray();
        Array.Sort(sorted, static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        var text = new StringBuilder();
        foreach (var (key, value) in sorted)
        {
            var name = Clean(key).Replace(':', '_');
            text.Append(text.Length > 0 ? "," : "").Append(char.IsAsciiDigit(name[0]) ? "_" : "").Append(name).Append("=\"");
            var plain = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            text.Append(Escape(plain).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        return text.ToString();
    }

    /// <summary>As HELP lines have it.</summary>
    internal static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static IEnumerable<string> UnitWords(string unit, string type)
    {
        // In braces stands what is counted, which is no unit.
        if (unit.StartsWith('{') || unit.Length == 0)
        {
            return [];
        }

        if (unit == "1")
        {
            return type == "gauge" ? ["ratio"] : [];
        }

        var per = unit.Split('/', 2);
        var words = Clean(Units.GetValueOrDefault(per[0], per[0])).Split('_', StringSplitOptions.RemoveEmptyEntries);
        return per.Length == 1 ? words : [.. words, "per", Clean(Units.GetValueOrDefault(per[1], per[1])).TrimEnd('s')];
    }

    private static string Clean(string name) => string.Create(name.Length, name, static (clean, from) =>
    {
        for (var index = 0; index < from.Length; index++)
        {
            clean[index] = char.IsAsciiLetterOrDigit(from[index]) || from[index] == ':' ? from[index] : '_';
        }
    });
}
