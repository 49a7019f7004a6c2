using GameServer.Client;
using GameServer.Tests.Client;
using GameServer.Tests.Conditions;
using GameServer.Tests.EndToEnd;
using GameServer.Tests.EndToEnd.Cluster;
using GameServer.Tests.EndToEnd.Crash;
using GameServer.Tests.EndToEnd.Crash.Ledger;
using GameServer.Tests.Storage;

namespace GameServer.Tests.Admin;

/// <summary>A node in a process of its own, where what comes is handled by the thread that is told of it, and a real PostgreSQL.</summary>
public sealed class LongHistoryTests
{
    private const int Commands = 600;
    private const int Looks = 40;

    [PostgresFact]
    public async Task A_history_that_comes_in_many_pieces_holds_up_neither_its_room_nor_the_store()
    {
        var settings = Operator.Settings().Select(each => $"{each.Key}={each.Value}").ToList();
        using var cluster = await TestCluster.StartAsync(await PostgresServer.Shared, settings, "gateway,host");
        await using var client = await Eventually.Of(GameClient.ConnectAsync(cluster.Nodes[0].Address), "the session");
        var joining = client.JoinAsync(LedgerRoom.Definition(CommittedLedger.Type), JoinTarget.Key("long"));
        var room = await Eventually.Of(joining, "the room");
        await PlayAsync(room, from: 1);
        using var looker = new Operator(cluster.Nodes[0].Page);

        var playing = PlayAsync(room, from: Commands + 1);
        for (var look = 0; look < Looks; look++)
        {
            var history = await looker.GetAsync($"/rooms/{room.RoomId}/history?limit=10000");
            history["entries"]!.AsArray().ShouldNotBeEmpty();
        }

        await playing;
        cluster.Errors.ShouldBeEmpty();
    }

    private static async Task PlayAsync(RoomHandle<LedgerState, LedgerCommand, LedgerEvent> room, ulong from)
    {
        for (var number = from; number < from + Commands; number++)
        {
            var reply = await Eventually.Of(room.SendAsync(new LedgerCommand { Writer = 1, Number = number }), "the answer");
            reply.IsApplied.ShouldBeTrue();
        }
    }
}
