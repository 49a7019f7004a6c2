using System.Diagnostics;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Chaos;

/// <summary>
/// What is done to the nodes, from a seed: kills above all, and between them frozen nodes, cut and held links, the database once.
/// </summary>
internal sealed class ChaosScript(
    IReadOnlyList<ChaosNode> nodes, PostgresProcess? postgres, ChaosOptions options, TextWriter progress)
{
    private static readonly TimeSpan KillsEvery = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan DatabaseDown = TimeSpan.FromSeconds(10);

    private readonly Random _random = new(options.Seed);
    private readonly long _began = Stopwatch.GetTimestamp();
    private bool _stoppedDatabase;

    /// <summary>When a node was killed, and which.</summary>
    internal List<(long At, string Node)> Kills { get; } = [];

    /// <summary>When a node was frozen for longer than its lease, and which.</summary>
    internal List<(long At, string Node)> Freezes { get; } = [];

    internal int Cuts { get; private set; }

    internal int DatabaseStops { get; private set; }

    /// <summary>Runs until the time has passed; all nodes serve again at the end.</summary>
    internal async Task RunAsync(TimeSpan time)
    {
        for (var round = 0; Elapsed < time; round++)
        {
            var next = Elapsed + KillsEvery;
            var node = nodes[_random.Next(nodes.Count)];
            await KillAsync(node).ConfigureAwait(false);
            if (Elapsed > time / 2 && !_stoppedDatabase && postgres is not null)
            {
                await StopDatabaseAsync(postgres).ConfigureAwait(false);
            }
            else if (round % 5 == 4)
            {
                await FreezeAsync(nodes[_random.Next(nodes.Count)]).ConfigureAwait(false);
            }
            else
            {
                await DisturbLinksAsync(nodes[_random.Next(nodes.Count)]).ConfigureAwait(false);
            }

            if (next > Elapsed)
            {
                await Task.Delay(next - Elapsed).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Stops and starts every node in turn; answers how long the longest stop took.</summary>
    internal async Task<TimeSpan> RollAsync(TimeSpan between)
    {
        var longest = TimeSpan.Zero;
        foreach (var node in nodes)
        {
            await Task.Delay(between).ConfigureAwait(false);
            Say($"stop {node.Name}");
            var took = await node.StopAsync().ConfigureAwait(false);
            longest = took > longest ? took : longest;
            await Task.Delay(between).ConfigureAwait(false);
            Say($"start {node.Name}");
            await node.StartAsync().ConfigureAwait(false);
        }

        await Task.Delay(between).ConfigureAwait(false);
        return longest;
    }

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_began);

    private async Task KillAsync(ChaosNode node)
    {
        Say($"kill {node.Name}");
        Kills.Add((Stopwatch.GetTimestamp(), node.Name));
        node.Kill();
        await Task.Delay(_random.Next(1_500, 2_000)).ConfigureAwait(false);
        await node.StartAsync().ConfigureAwait(false);
    }

    private async Task FreezeAsync(ChaosNode node)
    {
        var seconds = _random.Next(1, 9);
        Say($"freeze {node.Name} for {seconds} s");
        if (seconds > 4)
        {
            Freezes.Add((Stopwatch.GetTimestamp(), node.Name));
        }

        node.Freeze();
        await Task.Delay(TimeSpan.FromSeconds(seconds)).ConfigureAwait(false);
        node.Thaw();
    }

    private async Task DisturbLinksAsync(ChaosNode node)
    {
        Cuts++;
        if (_random.Next(2) == 0)
        {
            Say($"cut the links to {node.Name}");
            node.Relay.Cut();
            return;
        }

        Say($"hold the links to {node.Name}");
        node.Relay.Hold();
        await Task.Delay(_random.Next(200, 2_000)).ConfigureAwait(false);
        node.Relay.LetGo();
    }

    private async Task StopDatabaseAsync(PostgresProcess database)
    {
        Say($"stop the database for {DatabaseDown.TotalSeconds} s");
        _stoppedDatabase = true;
        DatabaseStops++;
        database.Stop();
        await Task.Delay(DatabaseDown).ConfigureAwait(false);
        database.StartAgain();
    }

    private void Say(string what) => progress.WriteLine($"{Elapsed.TotalSeconds,6:N1} s: {what}");
}
