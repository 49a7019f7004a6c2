using GameServer.Tests.Certificates;
using GameServer.Tests.Conditions;
using GameServer.Tests.EndToEnd.Crash;
using GameServer.Tests.Storage;
using Xunit.Abstractions;

namespace GameServer.Tests.EndToEnd.Cluster;

/// <summary>Real nodes, killed and stopped under players; what is checked is what the players wrote down.</summary>
public sealed class ClusterTests(ITestOutputHelper output)
{
    private const string Both = "gateway,host";
    private const int Rounds = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [PostgresFact]
    public async Task A_host_that_is_killed_costs_no_acknowledged_command_and_no_socket_of_its_gateways()
    {
        using var cluster = await TestCluster.StartAsync(await PostgresServer.Shared, "gateway", "host", "host");
        await using var load = new LedgerLoad(Patience, () => cluster.Tail) { Pause = Pause };
        await load.StartAsync([cluster.Nodes[0].Address], new Random(1));
        for (var round = 0; round < TestScale.Of(Rounds); round++)
        {
            var host = cluster.Nodes[1 + (round % 2)];
            await load.AcknowledgedMoreAsync(200);
            await host.KillAsync();
            await load.AcknowledgedMoreAsync(200);
            await host.StartAsync();
        }

        await load.FinishAsync();

        Check(load, cluster);
        load.Reconnects.ShouldBe(0);
    }

    [PostgresFact]
    public async Task A_rolling_restart_loses_nothing()
    {
        using var cluster = await TestCluster.StartAsync(await PostgresServer.Shared, Both, Both, Both);

        await RollAsync(cluster, ServerBuild.Present);
    }

    [PostgresFact]
    public async Task A_deploy_of_the_next_release_loses_nothing()
    {
        using var cluster = await TestCluster.StartAsync(await PostgresServer.Shared, Both, Both, Both);

        await RollAsync(cluster, ServerBuild.Next);

        (await cluster.VersionsAsync(CommittedLedger.Type)).ShouldBe([(NextLedger.Version, RoomServerProgram.NextRelease.LogFormat)]);
    }

    [PostgresFact]
    public async Task A_node_that_is_drained_by_its_name_hands_its_rooms_over_and_leaves()
    {
        using var cluster = await TestCluster.StartAsync(await PostgresServer.Shared, Both, "host");
        await using var load = new LedgerLoad(Patience, () => cluster.Tail) { Pause = Pause };
        await load.StartAsync([cluster.Nodes[0].Address], new Random(1));
        await load.AcknowledgedMoreAsync(200);

        await cluster.Nodes[1].DrainAsync();

        await load.AcknowledgedMoreAsync(200);
        await load.FinishAsync();
        Check(load, cluster);
        load.Reconnects.ShouldBe(0);
    }

    [PostgresFact]
    public async Task A_game_over_encrypted_links_loses_nothing_while_nodes_die_and_the_next_ones_accept_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("gameserver-cluster-tls-");
        using var authority = new TestAuthority();
        var root = Path.Combine(folder.FullName, "authority.pem");
        await File.WriteAllTextAsync(root, authority.Pem);
        var own = TestAuthority.Write(folder.FullName, "node.pem", authority.Issue("127.0.0.1"));
        string[] secured = [$"Links:Tls:CertificatePath={own}", $"Links:Tls:AuthorityPath={root}"];
        using var cluster = await TestCluster.StartAsync(
            await PostgresServer.Shared, [.. secured, "Links:Tls:Mode=Dialed"], Both, Both);
        await using var load = new LedgerLoad(Patience, () => cluster.Tail) { Pause = Pause };
        await load.StartAsync([.. cluster.Nodes.Select(node => node.Address)], new Random(1));
        foreach (var node in cluster.Nodes)
        {
            await load.AcknowledgedMoreAsync(200);
            await node.KillAsync();
            await load.AcknowledgedMoreAsync(200);
            node.Settings = [.. secured, "Links:Tls:Mode=Required"];
            await node.StartAsync();
        }

        await load.AcknowledgedMoreAsync(200);
        await load.FinishAsync();

        Check(load, cluster);
        folder.Delete(recursive: true);
    }

    /// <summary>Each node is stopped and started again as that build, one after the other, while all play.</summary>
    private async Task RollAsync(TestCluster cluster, ServerBuild build)
    {
        await using var load = new LedgerLoad(Patience, () => cluster.Tail) { Pause = Pause };
        await load.StartAsync([.. cluster.Nodes.Select(node => node.Address)], new Random(1));
        foreach (var node in cluster.Nodes)
        {
            await load.AcknowledgedMoreAsync(200);
            await node.StopAsync();
            await load.AcknowledgedMoreAsync(200);
            await node.StartAsync(build);
        }

        await load.AcknowledgedMoreAsync(200);
        await load.FinishAsync();

        Check(load, cluster);
    }

    private void Check(LedgerLoad load, TestCluster cluster)
    {
        var verdict = load.Check();
        output.WriteLine($"{verdict}, {load.Reconnects} reconnects");
        verdict.Faults.ShouldBeEmpty();
        cluster.Errors.ShouldBeEmpty();
        load.HashMismatches.ShouldBe(0);
    }
}
