namespace GameServer.Bench.Chaos.Faults;

/// <summary>Which kinds of fault a run leaves out.</summary>
[Flags]
internal enum Without
{
    Nothing = 0,
    Kill = 1,
    Pause = 2,
    Cut = 4,
    Database = 8,
}

/// <summary>
/// What is done to whom, when and for how long: decided by a seed alone. Kills go round the nodes; everything else comes between them, the
/// database in the middle. Pure.
/// </summary>
internal static class FaultPlan
{
    private const double KillsPerMinute = 12;
    private const double FreezesPerMinute = 2;
    private const double LinkFaultsPerMinute = 3;

    // How much of the time a fault is given beside how long it lasts: for a start, or for everybody to have got over it.
    private const double KillSeconds = 2.2;
    private const double OtherSeconds = 1;
    private const double DatabaseSecondsPerMinute = 15;

    internal static IReadOnlyList<FaultStep> Of(int nodes, double minutes, int seed, Without without)
    {
        var random = new Random(seed);
        var others = Others(nodes, minutes, without, random);
        var kills = without.HasFlag(Without.Kill) ? 0
            : (int)Math.Ceiling(KillsPerMinute * minutes) - others.Count(step => step.AlsoKill is not null);
        var victims = Victims(nodes, random).Take(kills).ToList();
        List<FaultStep> steps = [];
        var elders = Enumerable.Range(0, nodes).ToList();
        var length = victims.Count + others.Count;
        for (var (index, other) = (0, 0); index < length; index++)
        {
            // Spread evenly: as many of the others are behind us as of the whole.
            var isOther = other < others.Count && (index + 1) * others.Count >= (other + 1) * length;
            var step = isOther
                ? Aimed(others[other++], elders)
                : new FaultStep(default, FaultMode.Kill, victims[index - other], Between(random, 0.5, 2));
            steps.Add(step);
            if ((step.Mode == FaultMode.Kill ? step.Node : step.AlsoKill) is { } killed)
            {
                elders.Remove(killed);
                elders.Add(killed);
            }
        }

        if (!without.HasFlag(Without.Database))
        {
            var outage = TimeSpan.FromSeconds(DatabaseSecondsPerMinute * minutes);
            steps.Insert(steps.Count / 2, new FaultStep(default, FaultMode.StopDatabase, 0, outage));
        }

        return Timed(steps, minutes);
    }

    /// <summary>A node that has just been started runs no rooms: freezing it would show nothing.</summary>
    private static FaultStep Aimed(FaultStep step, List<int> elders) => step.Mode != FaultMode.Freeze ? step
        : step with { Node = elders[0], AlsoKill = step.AlsoKill is null ? null : elders[1] };

    private static List<FaultStep> Others(int nodes, double minutes, Without without, Random random)
    {
        List<FaultStep> others = [];
        var freezes = without.HasFlag(Without.Pause) ? 0 : (int)Math.Round(FreezesPerMinute * minutes);
        for (var index = 0; index < freezes; index++)
        {
            // From one second to eight, each share of that once.
            var seconds = 1 + (7 * (index + random.NextDouble()) / freezes);
            others.Add(new FaultStep(default, FaultMode.Freeze, random.Next(nodes), TimeSpan.FromSeconds(seconds)));
        }

        var links = without.HasFlag(Without.Cut) || nodes < 2 ? 0 : (int)Math.Round(LinkFaultsPerMinute * minutes);
        FaultMode[] modes = [FaultMode.CutLinks, FaultMode.HoldLinks, FaultMode.SlowLinks];
        for (var index = 0; index < links; index++)
        {
            var mode = modes[index % modes.Length];
            var time = mode == FaultMode.CutLinks ? TimeSpan.Zero : Between(random, 0.3, 2.5);
            others.Add(new FaultStep(default, mode, random.Next(nodes), time, (LinkDirection)random.Next(3)));
        }

        var shuffled = others.ToArray();
        random.Shuffle(shuffled);

        // One of each four meets a kill, where a node stays that neither has to do with.
        var mayMeet = nodes >= 3 && !without.HasFlag(Without.Kill);
        return [.. shuffled.Select((step, index) => mayMeet && index % 4 == 1 && step.For > TimeSpan.Zero
            ? step with { AlsoKill = (step.Node + random.Next(1, nodes)) % nodes }
            : step)];
    }

    /// <summary>All nodes in some order, again and again, and none twice in a row where there are more.</summary>
    private static IEnumerable<int> Victims(int nodes, Random random)
    {
        var last = -1;
        while (true)
        {
            var round = Enumerable.Range(0, nodes).ToArray();
            random.Shuffle(round);
            if (round[0] == last && nodes > 1)
            {
                (round[0], round[^1]) = (round[^1], round[0]);
            }

            foreach (var node in round)
            {
                yield return node;
            }

            last = round[^1];
        }
    }

    private static List<FaultStep> Timed(List<FaultStep> steps, double minutes)
    {
        var lengths = steps.Select(step => step.For.TotalSeconds
            + (step.Mode == FaultMode.Kill || step.AlsoKill is not null ? KillSeconds : OtherSeconds)).ToList();
        var scale = minutes * 60 / (lengths.Sum() + OtherSeconds);
        var at = OtherSeconds * scale;
        List<FaultStep> timed = [];
        foreach (var (step, length) in steps.Zip(lengths))
        {
            timed.Add(step with { At = TimeSpan.FromSeconds(at) });
            at += length * scale;
        }

        return timed;
    }

    private static TimeSpan Between(Random random, double least, double most) =>
        TimeSpan.FromSeconds(least + ((most - least) * random.NextDouble()));
}
