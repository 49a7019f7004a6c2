using System.Text;
using System.Text.Json.Nodes;
using GameServer.Bench.Chaos.Oracle;
using GameServer.Bench.Journals;
using GameServer.Bench.Load;

namespace GameServer.Bench.Chaos;

/// <summary>A verdict for people, and as one line of JSON.</summary>
internal static class ChaosReport
{
    private const int NameWidth = 62;
    private const int FaultsMax = 40;

    internal static string Table(ChaosVerdict verdict)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Rows(verdict))
        {
            text.AppendLine($"{name.PadRight(NameWidth)}{value,12}");
        }

        foreach (var loss in verdict.OfEachLoss.Where(loss => loss.Waits.Count > 0))
        {
            var (waits, beside) = (loss.Waits, loss.IsInTrouble ? ", amid other trouble" : "");
            text.AppendLine(
                $"after the {loss.What} at {loss.At.TotalSeconds:F1} s{beside}: {waits.Count} samples, "
                + $"p50 {Number(Ms(waits.Percentile(0.5)))} ms, longest {Number(Ms(waits.Longest))} ms");
        }

        var faults = verdict.Faults.Select(fault => fault.ToString())
            .Concat(verdict.DroppedSockets.Select(socket => $"Dropped: {socket}"))
            .Concat(verdict.FallenNodes.Select(node => $"Fallen: {node}"))
            .ToList();
        faults.Take(FaultsMax).ToList().ForEach(fault => text.AppendLine($"FAULT: {fault}"));
        if (faults.Count > FaultsMax)
        {
            text.AppendLine($"… and {faults.Count - FaultsMax} more.");
        }

        return text.ToString().TrimEnd();
    }

    internal static JsonObject Json(ChaosVerdict verdict) => new()
    {
        ["clean"] = verdict.IsClean,
        ["kills"] = verdict.Kills,
        ["acknowledged"] = verdict.Acknowledged,
        ["acknowledgedInCommittedRooms"] = verdict.AcknowledgedInCommitted,
        ["eventsSeen"] = verdict.Seen,
        ["rooms"] = verdict.Rooms,
        ["lost"] = verdict.Count(FaultKind.Lost),
        ["duplicated"] = verdict.Count(FaultKind.Twice),
        ["reordered"] = verdict.Count(FaultKind.Disordered),
        ["diverged"] = verdict.Count(FaultKind.Diverged),
        ["unanswered"] = verdict.Count(FaultKind.Unfinished),
        ["otherFaults"] = verdict.Count(FaultKind.Invented, FaultKind.Wrong),
        ["socketsDropped"] = verdict.DroppedSockets.Count,
        ["nodesFallen"] = verdict.FallenNodes.Count,
        ["failover"] = Json(verdict.Failover),
        ["failoverOfFrozen"] = Json(verdict.FailoverOfFrozen),
        ["longestGapMs"] = Ms(verdict.Gaps.Connected),
        ["longestGapReconnectingMs"] = Ms(verdict.Gaps.Reconnecting),
        ["longestGapWithoutDatabaseMs"] = Ms(verdict.Gaps.WithoutDatabase),
        ["toldUndone"] = verdict.ToldUndone,
        ["toldLost"] = verdict.ToldLost,
    };

    private static IEnumerable<(string Name, string Value)> Rows(ChaosVerdict verdict) =>
    [
        ("kills", Number(verdict.Kills)),
        ("commands acknowledged", Number(verdict.Acknowledged)),
        ("  of them in committed rooms", Number(verdict.AcknowledgedInCommitted)),
        ("events seen", Number(verdict.Seen)),
        ("rooms", Number(verdict.Rooms)),
        ("lost", Number(verdict.Count(FaultKind.Lost))),
        ("duplicated", Number(verdict.Count(FaultKind.Twice))),
        ("reordered", Number(verdict.Count(FaultKind.Disordered))),
        ("diverged", Number(verdict.Count(FaultKind.Diverged))),
        ("never answered", Number(verdict.Count(FaultKind.Unfinished))),
        ("other faults", Number(verdict.Count(FaultKind.Invented, FaultKind.Wrong))),
        ("sockets dropped on surviving gateways", Number(verdict.DroppedSockets.Count)),
        ("nodes that fell by themselves", Number(verdict.FallenNodes.Count)),
        .. Rows("failover after a kill", verdict.Failover),
        .. Rows("failover after a node froze", verdict.FailoverOfFrozen),
        ("longest gap seen by a player whose socket held, ms", Number(Ms(verdict.Gaps.Connected))),
        ("  by one whose gateway was lost", Number(Ms(verdict.Gaps.Reconnecting))),
        ("  while the database was away", Number(Ms(verdict.Gaps.WithoutDatabase))),
        ("periodic rooms: commands undone, and told", Number(verdict.ToldUndone)),
        ("volatile rooms: members told that it is lost", Number(verdict.ToldLost)),
    ];

    private static IEnumerable<(string Name, string Value)> Rows(string name, FailoverWaits waits) =>
    [
        .. Rows(name, waits.All),
        .. Rows("  of these while nothing else was wrong", waits.Alone),
        .. Rows("  of these amid other trouble", waits.InTrouble),
    ];

    private static IEnumerable<(string Name, string Value)> Rows(string name, Waits waits) =>
    [
        ($"{name}: samples", Number(waits.Count)),
        (
            "  p50 / p99 / longest, ms",
            string.Join(" / ", new[] { waits.Percentile(0.5), waits.Percentile(0.99), waits.Longest }.Select(time => Number(Ms(time))))),
    ];

    private static JsonObject Json(FailoverWaits waits) => new()
    {
        ["all"] = Json(waits.All),
        ["alone"] = Json(waits.Alone),
        ["inTrouble"] = Json(waits.InTrouble),
    };

    private static JsonObject Json(Waits waits) => new()
    {
        ["samples"] = waits.Count,
        ["p50Ms"] = Ms(waits.Percentile(0.5)),
        ["p99Ms"] = Ms(waits.Percentile(0.99)),
        ["longestMs"] = Ms(waits.Longest),
    };

    private static double Ms(TimeSpan time) => Math.Round(time.TotalMilliseconds, 1);

    private static string Number(double value) => value == Math.Floor(value) ? value.ToString("N0", null) : LoadTable.Number(value);
}
