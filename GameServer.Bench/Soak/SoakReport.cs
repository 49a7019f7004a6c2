using System.Text;
using System.Text.Json.Nodes;
using GameServer.Bench.Load;

namespace GameServer.Bench.Soak;

/// <summary>What the server held after each cycle, process by process, and whether it was always the same.</summary>
internal sealed class SoakReport(SoakOptions options)
{
    private const int NameWidth = 30;
    private const double Mebi = 1024 * 1024;

    private readonly SortedDictionary<uint, List<SoakReading>> _lives = [];
    private readonly List<string> _lost = [];
    private long _acknowledged;

    internal SoakTally Tally { get; } = new();

    internal TimeSpan Length { get; set; }

    /// <summary>What has grown and what was lost.</summary>
    internal IReadOnlyList<string> Faults =>
        [.. _lives.SelectMany(life => SoakTrend.Faults(life.Key, life.Value)), .. _lost, .. Tally.Faults];

    internal static string Line(SoakReading reading) =>
        $"{LoadTable.Number(reading.ManagedBytes / Mebi)} MiB managed, {LoadTable.Number(reading.ResidentBytes / Mebi)} MiB resident, "
        + $"{reading.Descriptors} descriptors, {reading.Threads} threads, {reading.Timers} timers, {reading.Actors} actors";

    internal void Add(uint life, SoakReading reading, SoakCycle cycle)
    {
        if (!_lives.TryGetValue(life, out var readings))
        {
            _lives.Add(life, readings = []);
        }

        readings.Add(reading);
        _lost.AddRange(cycle.Faults);
        _acknowledged += cycle.Acknowledged;
    }

    internal int CyclesOf(uint life) => _lives.TryGetValue(life, out var readings) ? readings.Count : 0;

    internal string Table()
    {
        var text = new StringBuilder();
        foreach (var (life, readings) in _lives)
        {
            text.AppendLine(Row($"process {life}, {readings.Count} cycles", "first", "last", "growth", "may grow"));
            foreach (var figure in SoakTrend.Figures)
            {
                text.AppendLine(Row(
                    "  " + figure.Name,
                    Number(figure.Read(readings[0])),
                    Number(figure.Read(readings[^1])),
                    readings.Count < SoakTrend.CyclesMin ? "" : Number(SoakTrend.Growth(figure, readings)),
                    Number(figure.GrowthMax)));
            }

            text.AppendLine(Row(
                "  residentMiB", Number(readings[0].ResidentBytes / Mebi), Number(readings[^1].ResidentBytes / Mebi), "", ""));
        }

        text.AppendLine(
            $"{Tally.Sessions:N0} sessions of bots, {Tally.Cuts:N0} cuts, {Tally.Resumes:N0} resumes, {Tally.Vanishings:N0} went without a "
            + $"word, {Tally.Commands:N0} commands answered; {_acknowledged:N0} acknowledged commands taken down and found again.");
        foreach (var fault in Faults)
        {
            text.AppendLine($"FAULT: {fault}");
        }

        text.Append(Faults.Count == 0 ? "FLAT, and nothing lost." : "NOT FLAT, or something lost.");
        return text.ToString();
    }

    internal JsonObject ToJson() => new()
    {
        ["minutes"] = Math.Round(Length.TotalMinutes, 2),
        ["seed"] = options.Seed,
        ["bots"] = options.Bots,
        ["leak"] = options.Leaks,
        ["sessions"] = Tally.Sessions,
        ["cuts"] = Tally.Cuts,
        ["resumes"] = Tally.Resumes,
        ["vanished"] = Tally.Vanishings,
        ["commands"] = Tally.Commands,
        ["acknowledged"] = _acknowledged,
        ["faults"] = new JsonArray([.. Faults.Select(fault => JsonValue.Create(fault))]),
        ["processes"] = new JsonArray([.. _lives.Values.Select(Json)]),
    };

    private static JsonObject Json(List<SoakReading> readings)
    {
        var json = new JsonObject { ["cycles"] = readings.Count };
        foreach (var figure in SoakTrend.Figures)
        {
            json[figure.Name] = new JsonArray([.. readings.Select(reading => JsonValue.Create(Math.Round(figure.Read(reading), 1)))]);
        }

        json["residentMiB"] =
            new JsonArray([.. readings.Select(reading => JsonValue.Create(Math.Round(reading.ResidentBytes / Mebi, 1)))]);
        return json;
    }

    // Counts as counts.
    private static string Number(double value) => value == Math.Floor(value) ? value.ToString("N0", null) : LoadTable.Number(value);

    private static string Row(string name, string first, string last, string growth, string may) =>
        $"{name.PadRight(NameWidth)}{first,12}{last,12}{growth,12}{may,12}";
}
