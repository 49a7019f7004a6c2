using GameServer.Tests.Conditions;
using GameServer.Tests.Storage;

namespace GameServer.Tests.EndToEnd.Cluster;

public sealed class DrainTests
{
    [PostgresFact]
    public async Task A_node_that_is_not_there_is_not_drained_and_those_that_are_are_named()
    {
        using var cluster = await TestCluster.StartAsync(await PostgresServer.Shared, "gateway,host");

        var (code, _, error) = await Task.Run(() => DrainAsked.By("drain", "nobody", "--store", cluster.Store));

        (code, error).ShouldBe((1, $"GameServer: No live node is called 'nobody'; there are 'node0'.{Environment.NewLine}"));
    }

    [Fact]
    public void A_store_of_one_server_has_no_node_to_drain()
    {
        var (code, _, error) = DrainAsked.By("drain", "node0", "--store", "memory");

        code.ShouldBe(1);
        error.ShouldStartWith("GameServer: GameServer:Store belongs to one server; only nodes that share a PostgreSQL can be drained.");
    }
}
