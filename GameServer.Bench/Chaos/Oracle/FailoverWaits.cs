namespace GameServer.Bench.Chaos.Oracle;

/// <summary>The waiting times after all kills, or all freezes: of all, and what each of two parts of them was.</summary>
/// <param name="All">Whatever else was wrong.</param>
/// <param name="Alone">Those while nothing else was wrong.</param>
/// <param name="InTrouble">Those while something else was wrong, too.</param>
internal sealed record FailoverWaits(Waits All, Waits Alone, Waits InTrouble)
{
    internal static FailoverWaits Of(IEnumerable<(bool InTrouble, IEnumerable<TimeSpan> Samples)> losses)
    {
        var parts = losses.Select(loss => (loss.InTrouble, Samples: loss.Samples.ToList())).ToList();
        return new FailoverWaits(
            new(parts.SelectMany(loss => loss.Samples)),
            new(parts.Where(loss => !loss.InTrouble).SelectMany(loss => loss.Samples)),
            new(parts.Where(loss => loss.InTrouble).SelectMany(loss => loss.Samples)));
    }
}
