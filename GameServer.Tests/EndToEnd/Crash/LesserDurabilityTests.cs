using System.Collections.Concurrent;
using GameServer.Client;
using GameServer.Protocol.V1;
using GameServer.Tests.Client;
using GameServer.Tests.EndToEnd.Crash.Ledger;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>What a crash takes from rooms that do not wait for the store, and how their members are told.</summary>
[Collection(nameof(Crash))]
public sealed class LesserDurabilityTests : IDisposable
{
    private readonly KilledServer _server = new("", StoreFault.None, new ConcurrentQueue<string>());

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_periodic_room_comes_back_older_and_its_members_are_told_how_much_is_undone()
    {
        var rewound = new TaskCompletionSource<RewoundInfo>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _server.StartAsync();
        await using var client = await ConnectAsync();
        var room = await Eventually.Of(
            client.JoinAsync(
                LedgerRoom.Definition(PeriodicLedger.Type), JoinTarget.Key("often"),
                subscribe: room => room.Rewound += info => rewound.TrySetResult(info)),
            "the room");
        await SendAsync(room, 1, 5);

        // Whoever stops in order saves all.
        await _server.StopAsync();
        await _server.StartAsync();
        await SendAsync(room, 6, 8);
        rewound.Task.IsCompleted.ShouldBeFalse("nothing was lost yet");

        await _server.KillAsync();
        await _server.StartAsync();
        var told = await Eventually.Of(rewound.Task, "that the room came back older");
        told.LastApplied.Value.ShouldBe(5UL);
        told.CommandsUndone.ShouldBe(3);
        (await room.ReadAsync(state => state.Count)).ShouldBe(5UL);

        await SendAsync(room, 9, 10);
        (await room.ReadAsync(state => (state.Count, state.Last[1]))).ShouldBe((7UL, 10UL));
    }

    [Fact]
    public async Task A_volatile_room_is_gone_and_its_members_are_told_that_it_is_lost()
    {
        var left = new TaskCompletionSource<RoomLeft>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _server.StartAsync();
        await using var client = await ConnectAsync();
        var room = await Eventually.Of(
            client.JoinAsync(
                LedgerRoom.Definition(VolatileLedger.Type), JoinTarget.Key("never"), subscribe: room => room.Left += left.SetResult),
            "the room");
        await SendAsync(room, 1, 5);

        await _server.KillAsync();
        await _server.StartAsync();

        (await Eventually.Of(left.Task, "that the room is lost")).Reason.ShouldBe(RoomLeft.Types.Reason.RoomLost);
        client.Status.ShouldBe(ConnectionStatus.Connected);
        client.Statistics.Reconnects.ShouldBe(1);
    }

    private async Task<GameClient> ConnectAsync()
    {
        var options = new GameClientOptions { ReconnectDelayMax = TimeSpan.FromMilliseconds(500) };
        return await Eventually.Of(GameClient.ConnectAsync(_server.Address, options), "the session");
    }

    private static async Task SendAsync(RoomHandle<LedgerState, LedgerCommand, LedgerEvent> room, ulong first, ulong last)
    {
        for (var number = first; number <= last; number++)
        {
            var reply = await Eventually.Of(room.SendAsync(new LedgerCommand { Writer = 1, Number = number }), $"an answer to {number}");
            reply.Outcome.ShouldBe(CommandOutcome.Applied, reply.Reason);
        }
    }
}
