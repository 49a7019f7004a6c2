using GameServer.Bench.Load.Client;

namespace GameServer.Bench.Load;

/// <summary>The figures that several workloads have.</summary>
internal static class FigureSets
{
    /// <summary>What one counted thing cost.</summary>
    internal static void AddCost(this Figures figures, string counted, Sample before, Sample after)
    {
        double count = after.Counted - before.Counted;
        figures.Add($"cpuMicrosPer{counted}", (after.ServerCpu - before.ServerCpu) / 1e3 / count);
        figures.Add($"{Plural(counted)}PerSecond", count / Seconds(before, after));
        figures.Add($"bytesPer{counted}", (after.Bytes - before.Bytes) / count);
    }

    internal static void AddTimes(this Figures figures, Histogram times)
    {
        if (times.Count > 0)
        {
            figures.Add("p50Micros", times.Quantile(0.5) / 1e3);
            figures.Add("p99Micros", times.Quantile(0.99) / 1e3);
            figures.Add("maxMicros", times.Max / 1e3);
        }
    }

    internal static void AddProcess(this Figures figures, Sample before, Sample after, long residentKb)
    {
        figures.Add("serverCpuPercent", (after.ServerCpu - before.ServerCpu) / 1e7 / Seconds(before, after));
        figures.Add("clientCpuPercent", (after.ClientCpu - before.ClientCpu) / 1e7 / Seconds(before, after));
        figures.Add("residentMiB", residentKb / 1024.0);
    }

    /// <summary>What the server says of itself: rooms have run, commands were decoded, and nothing went past them.</summary>
    internal static void AddServerCounts(this Figures figures, Sample before, Sample after)
    {
        if (before.Feed is null || after.Feed is null)
        {
            return;
        }

        var counted = after.Feed.Since(before.Feed);
        var seconds = Seconds(before, after);
        figures.Add("turnsPerSecond", counted.Turns / seconds);
        figures.Add("commandsPerSecond", counted.Commands / seconds);
        figures.Add("updatesPerSecond", counted.Deliveries / seconds);
        figures.Add("allocatedBytesPerUpdate", (double)counted.AllocatedBytes / counted.Deliveries);
        figures.Add("allocatedBytesPerDelivery", (double)counted.AllocatedBytes / (after.Counted - before.Counted));
        figures.Add("collections", counted.Collections);
    }

    private static double Seconds(Sample before, Sample after) => (after.At - before.At) / (double)Clock.Second;

    private static string Plural(string name) =>
        char.ToLowerInvariant(name[0]) + (name.EndsWith('y') ? name[1..^1] + "ies" : name[1..] + "s");
}
