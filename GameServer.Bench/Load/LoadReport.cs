using System.Globalization;
using System.Text.Json.Nodes;

namespace GameServer.Bench.Load;

/// <summary>All that was measured, and whether it counts.</summary>
internal sealed class LoadReport(LoadOptions options)
{
    // The baseline in rooms of ten takes about four bare sends a delivery. Far from that, something is off with the machine or with it.
    private const double FactorMin = 2.5;
    private const double FactorMax = 6.5;

    private readonly List<(string Workload, Target Target, Figures Figures)> _runs = [];

    /// <summary>What a bare send cost in each round, in CPU microseconds.</summary>
    internal List<double> BareSends { get; } = [];

    /// <summary>What must not be.</summary>
    internal List<string> Faults { get; } = [];

    /// <summary>What the server is compared with.</summary>
    internal Target Other => options.Other;

    internal IEnumerable<string> Workloads => _runs.Select(run => run.Workload).Distinct();

    internal double BareSend => Figures.Median([.. BareSends]);

    /// <summary>The baseline's delivery in rooms of ten, in bare sends; null when it was not measured.</summary>
    internal double? BaselineFactor => Medians(Load.Workloads.Rooms, Target.Baseline).Find("cpuMicrosPerDelivery") / BareSend;

    /// <summary>What a member costs in a tick, in deliveries of rooms of ten; null when one of them was not measured.</summary>
    internal double? TickInDeliveries => Medians(Load.Workloads.Tick, Target.GameServer).Find("cpuMicrosPerMemberTick")
        / Medians(Load.Workloads.Rooms, Target.GameServer).Find("cpuMicrosPerDelivery");

    /// <summary>Why the ratios do not count; null: they do.</summary>
    internal string? WhyVoid => BaselineFactor is not { } factor || factor is >= FactorMin and <= FactorMax
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the baseline's delivery in rooms of ten took {factor:0.0} bare sends, not {FactorMin} to {FactorMax}");

    internal void Add(Workload workload, Target target, RunResult result)
    {
        _runs.Add((workload.Name, target, result.Figures));
        Faults.AddRange(result.Faults.Select(fault => $"{workload.Name}, {target}: {fault}"));
    }

    internal Figures Medians(string workload, Target target) => Figures.Medians(Rounds(workload, target));

    internal JsonObject ToJson()
    {
        var workloads = new JsonObject();
        foreach (var workload in Workloads)
        {
            var server = Medians(workload, Target.GameServer);
            var baseline = Medians(workload, Other);
            workloads[workload] = new JsonObject
            {
                ["gameServer"] = Json(server),
                ["baseline"] = Json(baseline),
                ["ratio"] = Json(Figures.Ratios(server, baseline)),
                ["rounds"] = new JsonObject
                {
                    ["gameServer"] = new JsonArray([.. Rounds(workload, Target.GameServer).Select(Json)]),
                    ["baseline"] = new JsonArray([.. Rounds(workload, Other).Select(Json)]),
                },
            };
        }

        return new JsonObject
        {
            ["rounds"] = options.Rounds,
            ["seconds"] = options.Seconds,
            ["warmUpSeconds"] = options.WarmUpSeconds,
            ["scale"] = options.Scale,
            ["baselineIs"] = options.Against,
            ["processors"] = Environment.ProcessorCount,
            ["bareSendCpuMicros"] = double.IsFinite(BareSend) ? Math.Round(BareSend, 4) : null,
            ["baselineFactor"] = BaselineFactor is { } factor ? Math.Round(factor, 4) : null,
            ["tickInDeliveries"] = TickInDeliveries is { } tick ? Math.Round(tick, 4) : null,
            ["void"] = WhyVoid,
            ["faults"] = new JsonArray([.. Faults.Select(fault => JsonValue.Create(fault))]),
            ["workloads"] = workloads,
        };
    }

    private static JsonObject Json(Figures figures) =>
        new(figures.All.Select(figure => new KeyValuePair<string, JsonNode?>(figure.Key, Math.Round(figure.Value, 4))));

    private IReadOnlyList<Figures> Rounds(string workload, Target target) =>
        [.. _runs.Where(run => run.Workload == workload && run.Target == target).Select(run => run.Figures)];
}
