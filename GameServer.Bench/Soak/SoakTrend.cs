using GameServer.Bench.Load;

namespace GameServer.Bench.Soak;

/// <summary>
/// Whether what one process holds whenever everybody has left stays the same from cycle to cycle. The first cycles do not count: code is
/// being compiled and pools are being filled. Of the others the last third is compared with the first one, by their medians. Pure.
/// </summary>
internal static class SoakTrend
{
    /// <summary>Cycles of a process that do not count.</summary>
    internal const int WarmUp = 2;

    /// <summary>Cycles that a process needs, so that something can be said.</summary>
    internal const int CyclesMin = WarmUp + 2;

    /// <summary>Each figure, and by how much it may grow over all cycles of a process.</summary>
    internal static IReadOnlyList<SoakFigure> Figures { get; } =
    [
        new("managedKiB", reading => reading.ManagedBytes / 1024.0, 1_024),
        new("descriptors", reading => reading.Descriptors, 8),
        new("threads", reading => reading.Threads, 8),
        new("timers", reading => reading.Timers, 4),
        new("connections", reading => reading.Connections, 0),
        new("sessions", reading => reading.Sessions, 0),
        new("rooms", reading => reading.Rooms, 0),
        new("actors", reading => reading.Actors, 0),
    ];

    /// <summary>What has grown; empty: all is flat.</summary>
    internal static IReadOnlyList<string> Faults(uint life, IReadOnlyList<SoakReading> cycles)
    {
        if (cycles.Count < CyclesMin)
        {
            return [$"process {life} had {cycles.Count} cycles; it takes {CyclesMin} to say whether it is flat"];
        }

        return
        [
            .. from figure in Figures
               let growth = Growth(figure, cycles)
               where growth > figure.GrowthMax
               select $"process {life}: {figure.Name} grew by {LoadTable.Number(growth)} over {cycles.Count - WarmUp} cycles; "
                   + $"{LoadTable.Number(figure.GrowthMax)} is what it may",
        ];
    }

    /// <summary>By how much a figure grew over the cycles that count.</summary>
    internal static double Growth(SoakFigure figure, IReadOnlyList<SoakReading> cycles)
    {
        double[] values = [.. cycles.Skip(WarmUp).Select(figure.Read)];
        var third = Math.Max(1, values.Length / 3);
        return Load.Figures.Median(values[^third..]) - Load.Figures.Median(values[..third]);
    }
}

/// <summary>One of the figures that must be flat.</summary>
/// <param name="Name">With its unit.</param>
/// <param name="Read">Out of a reading.</param>
/// <param name="GrowthMax">What it may grow by over all cycles of a process.</param>
internal sealed record SoakFigure(string Name, Func<SoakReading, double> Read, double GrowthMax);
