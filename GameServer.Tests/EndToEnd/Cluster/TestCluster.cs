using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dapper;
using GameServer.Tests.Storage;
using Npgsql;

namespace GameServer.Tests.EndToEnd.Cluster;

/// <summary>Several real nodes on one real PostgreSQL.</summary>
internal sealed class TestCluster : IDisposable
{
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private TestCluster(string store) => Store = store;

    internal List<ClusterNode> Nodes { get; } = [];

    /// <summary>The connection string of its database.</summary>
    internal string Store { get; }

    /// <summary>Lines of the nodes' logs that tell of an error.</summary>
    internal ConcurrentQueue<string> Errors { get; } = new();

    internal string Tail => string.Join('\n', Nodes.Select(node => node.Tail));

    /// <summary>Starts a node for each of these roles, all at once, on a database of their own.</summary>
    internal static Task<TestCluster> StartAsync(PostgresServer postgres, params string[] roles) =>
        StartAsync(postgres, settings: [], roles);

    /// <summary>Likewise, with these options, such as "Rooms:RoomsMax=100".</summary>
    internal static async Task<TestCluster> StartAsync(PostgresServer postgres, IReadOnlyList<string> settings, params string[] roles)
    {
        var cluster = new TestCluster(await postgres.NewDatabaseAsync());
        for (var index = 0; index < roles.Length; index++)
        {
            cluster.Nodes.Add(new ClusterNode($"node{index}", roles[index], cluster.Store, cluster._key, cluster.Errors)
            {
                Settings = settings,
            });
        }

        try
        {
            await Task.WhenAll(cluster.Nodes.Select(node => node.StartAsync()));
        }
        catch
        {
            cluster.Dispose();
            throw;
        }

        return cluster;
    }

    /// <summary>At which versions the rooms of a type are stored.</summary>
    internal async Task<IReadOnlyList<(int Type, int LogFormat)>> VersionsAsync(string type)
    {
        await using var connection = new NpgsqlConnection(Store + ";Pooling=false");
        return [.. await connection.QueryAsync<(int, int)>(
            "SELECT DISTINCT type_version::int, log_format::int FROM rooms WHERE type = @type", new { type })];
    }

    public void Dispose()
    {
        foreach (var node in Nodes)
        {
            node.Dispose();
        }
    }
}
