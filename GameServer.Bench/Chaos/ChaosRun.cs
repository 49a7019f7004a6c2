using System.Security.Cryptography;
using GameServer.Bench.Processes;
using GameServer.Client;

namespace GameServer.Bench.Chaos;

/// <summary>Real nodes on a real PostgreSQL, real clients that play, and a script that hurts them.</summary>
internal sealed class ChaosRun(ChaosOptions options, TextWriter progress)
{
    private const int MembersPerRoom = 8;
    private const int KeyBytes = 32;

    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenRolls = TimeSpan.FromSeconds(5);

    internal async Task<ChaosVerdict> RunAsync()
    {
        using var postgres = options.Store.Length == 0 ? PostgresProcess.Start() : null;
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));
        var store = (postgres?.ConnectionString ?? options.Store) + ";Maximum Pool Size=20";
        var nodes = Enumerable.Range(0, options.Nodes)
            .Select(index => new ChaosNode($"chaos{index}", options, store, key))
            .ToList();
        var balancers = nodes.Select((_, index) => new Balancer(nodes, index)).ToList();
        try
        {
            await Task.WhenAll(nodes.Select(node => node.StartAsync())).ConfigureAwait(false);
            return await PlayAsync(nodes, balancers, postgres).ConfigureAwait(false);
        }
        finally
        {
            balancers.ForEach(static balancer => balancer.Dispose());
            nodes.ForEach(static node => node.Dispose());
        }
    }

    private async Task<ChaosVerdict> PlayAsync(List<ChaosNode> nodes, List<Balancer> balancers, PostgresProcess? postgres)
    {
        var clients = new List<GameClient>();
        try
        {
            var players = await JoinAsync(balancers, clients).ConfigureAwait(false);
            var rooms = players.Select(player => player.Journal.Room).Distinct().Count();
            progress.WriteLine($"{clients.Count} clients play in {rooms} rooms.");
            using var stop = new CancellationTokenSource();
            var play = players.Select((player, index) => player.PlayAsync(PaceOf(player), index % 100, stop.Token)).ToList();
            var script = new ChaosScript(nodes, postgres, options, progress);
            if (options.IsRolling)
            {
                var longest = await script.RollAsync(BetweenRolls).ConfigureAwait(false);
                progress.WriteLine($"The longest stop took {longest.TotalSeconds:N1} s.");
            }
            else
            {
                await script.RunAsync(TimeSpan.FromMinutes(options.Minutes)).ConfigureAwait(false);
            }

            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(play).ConfigureAwait(false);
            await Task.WhenAll(players.Select(player => player.SettleAsync(SettleTimeout))).ConfigureAwait(false);
            await AllSeenAsync(players).ConfigureAwait(false);
            await Task.WhenAll(players.Select(player => player.EndAsync())).ConfigureAwait(false);
            balancers.ForEach(static balancer => balancer.IsOver = true);
            return ChaosVerdict.Of(players, script, [.. nodes.Select(node => node.Name)], balancers.Sum(balancer => balancer.Dropped));
        }
        finally
        {
            await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask())).ConfigureAwait(false);
        }
    }

    private double PaceOf(ChaosPlayer player) => player.IsCommitted ? options.Pace : options.Pace / 5;

    private async Task<List<ChaosPlayer>> JoinAsync(List<Balancer> balancers, List<GameClient> clients)
    {
        var settings = new GameClientOptions
        {
            ReconnectDelay = TimeSpan.FromMilliseconds(50),
            ReconnectDelayMax = TimeSpan.FromMilliseconds(500),
            ConnectTimeout = TimeSpan.FromSeconds(3),
        };
        var rooms = Math.Max(1, options.Clients / MembersPerRoom);
        var players = new List<ChaosPlayer>();
        for (var index = 0; index < options.Clients; index++)
        {
            var preferred = index % balancers.Count;
            var client = await GameClient.ConnectAsync(balancers[preferred].Address, settings).ConfigureAwait(false);
            clients.Add(client);

            // Members of a room prefer different gateways: neighbours do.
            var writer = (uint)index + 1;
            var first = $"{CommittedChaosRoom.Type} {index / MembersPerRoom % rooms}";
            var other = index / MembersPerRoom % 2 == 0 ? PeriodicChaosRoom.Type : VolatileChaosRoom.Type;
            players.Add(await ChaosPlayer.JoinAsync(
                client, CommittedChaosRoom.Type, first, writer, preferred, JoinTimeout).ConfigureAwait(false));
            players.Add(await ChaosPlayer.JoinAsync(
                client, other, $"{other} {index / MembersPerRoom}", writer, preferred, JoinTimeout).ConfigureAwait(false));
        }

        return players;
    }

    // Those who play in a committed room have all seen what one of them has, or the verdict says who has not.
    private static async Task AllSeenAsync(List<ChaosPlayer> players)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var left = SettleTimeout;
        while (left > TimeSpan.Zero
            && players.GroupBy(player => player.Journal.Room).Any(room => room.Any(each => each.Seen != room.Max(other => other.Seen))))
        {
            await beat.WaitForNextTickAsync().ConfigureAwait(false);
            left -= beat.Period;
        }
    }
}
