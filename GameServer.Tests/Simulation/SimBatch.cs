using System.Globalization;
using System.Text;

namespace GameServer.Tests.Simulation;

/// <summary>Many seeds, and what came of all of them.</summary>
internal sealed class SimBatch
{
    private readonly Lock _gate = new();
    private readonly List<SimOutcome> _failed = [];

    internal FaultCounts Counts { get; } = new();

    internal long Acknowledged { get; private set; }

    internal TimeSpan Time { get; private set; }

    internal int Seeds { get; private set; }

    internal IReadOnlyList<SimOutcome> Failed => _failed;

    /// <summary>Runs seeds side by side, each on one thread.</summary>
    internal static SimBatch Run(ulong first, int count, SimVariant? variant = null)
    {
        var batch = new SimBatch();
        Parallel.For(0, count, number => batch.Add(Simulation.Run(first + (ulong)number, variant)));
        return batch;
    }

    /// <summary>The first seed, from 1, that finds something wrong; null: none of so many does.</summary>
    internal static SimOutcome? FirstFailed(int seedsMax, SimVariant variant)
    {
        for (ulong seed = 1; seed <= (ulong)seedsMax; seed++)
        {
            if (Simulation.Run(seed, variant) is { Faults.Count: > 0 } outcome)
            {
                return outcome;
            }
        }

        return null;
    }

    public override string ToString()
    {
        var text = new StringBuilder(string.Create(
            CultureInfo.InvariantCulture,
            $"{Seeds} seeds, {_failed.Count} failed, {Acknowledged} commands acknowledged in {Time.TotalMinutes:F0} virtual minutes; "
            + $"{Counts}"));
        foreach (var outcome in _failed.OrderBy(outcome => outcome.Seed).Take(5))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{outcome}\n  to see it again: ");
            text.Append(
                CultureInfo.InvariantCulture, $"GAMESERVER_SIM_SEED={outcome.Seed} dotnet test GameServer.Tests --filter SimulationTests");
        }

        return text.ToString();
    }

    private void Add(SimOutcome outcome)
    {
        lock (_gate)
        {
            Seeds++;
            Counts.Add(outcome.Counts);
            Acknowledged += outcome.Acknowledged;
            Time += outcome.Time;
            if (outcome.Faults.Count > 0)
            {
                _failed.Add(outcome);
            }
        }
    }
}
