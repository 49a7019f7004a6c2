using System.Collections.Concurrent;
using GameServer.Client;
using GameServer.Games.TicTacToe;
using GameServer.Tests.Client;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>A game of days: its server is down for longer than any grace, and both players come back to it.</summary>
[Collection(nameof(Crash))]
public sealed class CorrespondenceTests
{
    private static readonly TimeSpan Down = TimeSpan.FromDays(8);
    private static readonly RoomDefinition<TicTacToeState, TicTacToeCommand, TicTacToeEvent> Game =
        new("tictactoe", TicTacToeState.Parser, TicTacToeEvent.Parser);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Both_players_come_back_to_their_game_after_a_long_time_and_finish_it(bool isKilled)
    {
        using var server = new KilledServer("", StoreFault.None, new ConcurrentQueue<string>());
        await server.StartAsync();
        await using var ada = await Player.SitAsync(server.Address);
        await using var bob = await Player.SitAsync(server.Address);
        await ada.MoveAsync(0);
        await bob.MoveAsync(3);

        // Told to stop, it waits until all is stored; killed, it does nothing any more.
        await (isKilled ? server.KillAsync() : server.StopAsync());
        await server.StartAsync(clockAhead: Down);

        await ada.MoveAsync(1);
        await bob.MoveAsync(4);
        await ada.MoveAsync(2);
        foreach (var player in new[] { ada, bob })
        {
            await Eventually.Of(player.Over.Task, "the end of the game");
            (await player.Room.ReadAsync(state => state.Cells.ToArray())).ShouldBe(
            [
                Mark.Cross, Mark.Cross, Mark.Cross,
                Mark.Nought, Mark.Nought, Mark.Empty,
                Mark.Empty, Mark.Empty, Mark.Empty,
            ]);
            (await player.Room.ReadAsync(state => state.Outcome)).ShouldBe(Outcome.CrossWon);
            player.Room.HasLeft.ShouldBeFalse();
            player.Client.Statistics.Reconnects.ShouldBe(1);
            player.Seen.ShouldBe([0U, 3U, 1U, 4U, 2U]);
        }
    }

    private sealed class Player(GameClient client) : IAsyncDisposable
    {
        internal GameClient Client => client;

        internal RoomHandle<TicTacToeState, TicTacToeCommand, TicTacToeEvent> Room { get; private set; } = null!;

        internal ConcurrentQueue<uint> Seen { get; } = new();

        internal TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal static async Task<Player> SitAsync(Uri address)
        {
            var options = new GameClientOptions { ReconnectDelayMax = TimeSpan.FromMilliseconds(500) };
            var player = new Player(await Eventually.Of(GameClient.ConnectAsync(address, options), "the session"));
            player.Room = await Eventually.Of(
                player.Client.JoinAsync(Game, JoinTarget.Key("by post"), subscribe: player.Follow), "the room");
            return player;
        }

        internal async Task MoveAsync(uint cell)
        {
            var sending = Room.SendAsync(new TicTacToeCommand { Move = new Move { Cell = cell } });
            var reply = await Eventually.Of(sending, $"the answer to a move to {cell}");
            reply.Outcome.ShouldBe(CommandOutcome.Applied, reply.Reason);
        }

        public ValueTask DisposeAsync() => client.DisposeAsync();

        private void Follow(RoomHandle<TicTacToeState, TicTacToeCommand, TicTacToeEvent> room) => room.EventReceived += told =>
        {
            if (told.Moved is { } moved)
            {
                Seen.Enqueue(moved.Cell);
            }

            if (told.Ended is not null)
            {
                Over.TrySetResult();
            }
        };
    }
}
