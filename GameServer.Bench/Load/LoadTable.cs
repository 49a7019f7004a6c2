using System.Globalization;
using System.Text;

namespace GameServer.Bench.Load;

/// <summary>The report for people.</summary>
internal static class LoadTable
{
    private const int NameWidth = 34;

    internal static string Of(LoadReport report)
    {
        var text = new StringBuilder();
        foreach (var workload in report.Workloads)
        {
            var server = report.Medians(workload, Target.GameServer);
            var baseline = report.Medians(workload, report.Other);
            var ratios = Figures.Ratios(server, baseline);
            text.AppendLine(Row(workload, "GameServer", report.Other == Target.Elder ? "elder" : "baseline", "ratio"));
            foreach (var name in server.All.Concat(baseline.All).Select(figure => figure.Key).Distinct())
            {
                text.AppendLine(Row("  " + name, Number(server.Find(name)), Number(baseline.Find(name)), Number(ratios.Find(name))));
            }

            text.AppendLine();
        }

        if (report.BareSends.Count > 0)
        {
            text.AppendLine($"A bare send of 50 bytes: {Number(report.BareSend)} CPU microseconds.");
        }

        if (report.BaselineFactor is { } factor)
        {
            text.AppendLine($"The baseline's delivery in rooms of ten: {Number(factor)} bare sends.");
        }

        if (report.TickInDeliveries is { } tick)
        {
            text.AppendLine($"A member's tick: {Number(tick)} deliveries in rooms of ten.");
        }

        if (report.WhyVoid is { } why)
        {
            text.AppendLine($"VOID: {why}.");
        }

        foreach (var fault in report.Faults)
        {
            text.AppendLine($"FAULT: {fault}");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>With as many digits as mean something.</summary>
    internal static string Number(double? value) => value is not { } number ? ""
        : Math.Abs(number) >= 1_000 ? number.ToString("N0", CultureInfo.InvariantCulture)
        : Math.Abs(number) >= 100 ? number.ToString("0", CultureInfo.InvariantCulture)
        : Math.Abs(number) >= 10 ? number.ToString("0.0", CultureInfo.InvariantCulture)
        : number.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Row(string name, string server, string baseline, string ratio) =>
        $"{name.PadRight(NameWidth)}{server,14}{baseline,14}{ratio,10}";
}
