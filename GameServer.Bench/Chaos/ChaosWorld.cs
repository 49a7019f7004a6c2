using System.Security.Cryptography;
using GameServer.Bench.Chaos.Nodes;
using GameServer.Bench.Chaos.Oracle;
using GameServer.Bench.Chaos.Players;
using GameServer.Bench.Load;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Chaos;

/// <summary>Real nodes on a real PostgreSQL, and real clients that play there. What was started for it ends with it.</summary>
internal sealed class ChaosWorld : IAsyncDisposable
{
    private const int KeyBytes = 32;

    // PostgreSQL takes a hundred as it comes; the connections of a killed node may be there for a moment yet.
    private const string FewConnections = ";Maximum Pool Size=15";

    // A client gives a connection up after three heartbeats of the five seconds that the server asks for.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);

    private readonly Lock _gate = new();
    private readonly List<Trouble> _troubles = [];

    private ChaosWorld(WorldOptions options)
    {
        Postgres = options.Store is null ? PostgresProcess.Start() : null;
        if (options.Logs is { } logs)
        {
            Directory.CreateDirectory(logs);
        }

        var settings = new NodeSettings
        {
            Store = (options.Store ?? Postgres!.NewSchema("chaos")) + FewConnections,
            Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)),
            Server = options.Server,
            Flaw = options.Flaw,
            IsAlone = options.IsAlone,
            Logs = options.Logs,
        };
        Nodes = [.. Enumerable.Range(0, options.Nodes).Select(index => new ChaosNode(index, settings))];
        Crowd = new Crowd([.. Nodes.Select(node => node.Gateway)], Clock, options.Seed);
    }

    internal RunClock Clock { get; } = new();

    /// <summary>Null: it was there before, and is left alone.</summary>
    internal PostgresProcess? Postgres { get; }

    internal IReadOnlyList<ChaosNode> Nodes { get; }

    internal Crowd Crowd { get; }

    /// <summary>All nodes are ready, and all clients are in their rooms and play.</summary>
    /// <exception cref="BenchFailure">Something did not start.</exception>
    internal static async Task<ChaosWorld> StartAsync(WorldOptions options, TextWriter progress)
    {
        var world = new ChaosWorld(options);
        try
        {
            var started = await Task.WhenAll(world.Nodes.Select(node => node.StartAsync())).ConfigureAwait(false);
            if (started.IndexOf(false) is >= 0 and var fallen)
            {
                throw new BenchFailure($"{world.Nodes[fallen].Name} did not start. It said:\n{world.Nodes[fallen].Tail}");
            }

            await world.Crowd.ComeAsync(options.Clients).ConfigureAwait(false);
            progress.WriteLine(
                $"[{world.Clock.Now.TotalSeconds,6:N1} s] {options.Nodes} nodes; {options.Clients} clients have "
                + $"{world.Crowd.Players} places in {world.Crowd.Rooms} rooms");
            world.Crowd.Play(options.Pace);
            return world;
        }
        catch
        {
            await world.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal void Add(Trouble trouble)
    {
        lock (_gate)
        {
            _troubles.Add(trouble);
        }
    }

    /// <summary>The clients stop and write down what they have; what the oracle makes of it.</summary>
    internal async Task<ChaosVerdict> FinishAsync()
    {
        await Crowd.FinishAsync().ConfigureAwait(false);
        return ChaosOracle.Judge(new ChaosEvidence(Crowd.Journals, Crowd.Lines, [.. _troubles.OrderBy(trouble => trouble.At)], SilenceMax));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // Clients would try again and again to come back to nodes that are gone.
        await Crowd.DisposeAsync().ConfigureAwait(false);
        foreach (var node in Nodes)
        {
            node.Dispose();
        }

        Postgres?.Dispose();
    }
}
