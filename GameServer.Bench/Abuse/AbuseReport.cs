using System.Text;
using System.Text.Json.Nodes;
using GameServer.Bench.Load;

namespace GameServer.Bench.Abuse;

/// <summary>What a game of two had while nothing else happened and beside the abuse, and whether the server kept its promises.</summary>
internal sealed class AbuseReport(AbuseOptions options)
{
    private const int NameWidth = 30;

    internal List<Figures> Quiet { get; } = [];

    internal List<Figures> Abused { get; } = [];

    /// <summary>The most memory that the server had in RAM at any time.</summary>
    internal double PeakMiB { get; set; }

    /// <summary>What the game has lost, and whom the server should have kept.</summary>
    internal List<string> Faults { get; } = [];

    /// <summary>All that is not as it must be.</summary>
    internal IReadOnlyList<string> Verdict => PeakMiB <= options.MemoryMiBMax
        ? Faults
        : [.. Faults, $"the server had {LoadTable.Number(PeakMiB)} MiB in RAM; the bound is {options.MemoryMiBMax} MiB"];

    internal static string Line(Figures figures) =>
        string.Join(", ", figures.All.Where(figure => figure.Key is "p50Micros" or "p99Micros" or "residentMiB" or "floodFramesPerSecond")
            .Select(figure => $"{figure.Key} {LoadTable.Number(figure.Value)}"));

    internal string Table()
    {
        var (quiet, abused) = (Figures.Medians(Quiet), Figures.Medians(Abused));
        var ratios = Figures.Ratios(abused, quiet);
        var text = new StringBuilder();
        text.AppendLine(Row("a game of two", "quiet", "beside abuse", "ratio"));
        foreach (var (name, value) in abused.All)
        {
            text.AppendLine(Row("  " + name, Number(quiet.Find(name)), Number(value), Number(ratios.Find(name))));
        }

        text.AppendLine();
        text.AppendLine($"Memory: {LoadTable.Number(PeakMiB)} MiB at most; the bound is {options.MemoryMiBMax} MiB.");
        text.AppendLine("The server ran with every limit as it ships; no option was set but its address and the form of its log.");
        foreach (var fault in Verdict)
        {
            text.AppendLine($"FAULT: {fault}");
        }

        return text.ToString().TrimEnd();
    }

    internal JsonObject ToJson()
    {
        var (quiet, abused) = (Figures.Medians(Quiet), Figures.Medians(Abused));
        return new JsonObject
        {
            ["rounds"] = options.Rounds,
            ["seconds"] = options.Seconds,
            ["scale"] = options.Scale,
            ["processors"] = Environment.ProcessorCount,
            ["optionsRaised"] = new JsonArray(),
            ["p99Ratio"] = Figures.Ratios(abused, quiet).Find("p99Micros") is { } ratio ? Math.Round(ratio, 3) : null,
            ["memoryPeakMiB"] = Math.Round(PeakMiB, 1),
            ["memoryMiBMax"] = options.MemoryMiBMax,
            ["faults"] = new JsonArray([.. Verdict.Select(fault => JsonValue.Create(fault))]),
            ["quiet"] = Json(quiet),
            ["abused"] = Json(abused),
            ["everyRound"] = new JsonObject
            {
                ["quiet"] = new JsonArray([.. Quiet.Select(Json)]),
                ["abused"] = new JsonArray([.. Abused.Select(Json)]),
            },
        };
    }

    private static JsonObject Json(Figures figures) =>
        new(figures.All.Select(figure => new KeyValuePair<string, JsonNode?>(figure.Key, Math.Round(figure.Value, 4))));

    private static string Number(double? value) => LoadTable.Number(value);

    private static string Row(string name, string quiet, string abused, string ratio) =>
        $"{name.PadRight(NameWidth)}{quiet,14}{abused,14}{ratio,10}";
}
