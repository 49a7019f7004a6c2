using GameServer.Client;
using GameServer.Games.Relay;
using GameServer.Tests.Client;

namespace GameServer.Tests.EndToEnd;

/// <summary>
/// Two players in one relay room who throw a number to and fro, one higher each time, for as long as a test does something else. What they
/// saw is checked at the end: every number exactly once, in order, by both.
/// </summary>
internal sealed class PingPongGame : IAsyncDisposable
{
    internal static readonly RoomDefinition<RelayState, RelayCommand, RelayEvent> Definition =
        new("relay", RelayState.Parser, RelayEvent.Parser);

    internal const string Key = "table";

    private readonly List<Player> _players = [];
    private volatile bool _stopping;
    private volatile uint _last = uint.MaxValue;
    private Task[] _play = [];

    /// <summary>The highest number that was thrown.</summary>
    internal uint Last => _players.Max(player => player.Thrown);

    internal string RoomId => _players[0].Room.RoomId;

    internal static async Task<PingPongGame> StartAsync(TestServer server)
    {
        var game = new PingPongGame();
        foreach (var name in new[] { "ping", "pong" })
        {
            var client = await Eventually.Of(
                GameClient.ConnectAsync(server.WebSocketUrl, new GameClientOptions { Name = name }), "the session");
            var player = new Player(client);
            player.Room = await Eventually.Of(client.JoinAsync(Definition, JoinTarget.Key(Key), subscribe: player.Follow), "the room");
            game._players.Add(player);
        }

        game._play = [game.PlayAsync(game._players[0], first: 1), game.PlayAsync(game._players[1], first: 2)];
        return game;
    }

    /// <summary>Lets the game go on for a while longer, then ends it and finds it whole.</summary>
    internal async Task FinishWholeAsync()
    {
        await Eventually.Of(_players[0].ReachAsync(_players[0].Highest + 20), "more of the game");
        _stopping = true;

        // A player that fails leaves the other waiting: the failure is what counts.
        var first = await Eventually.Of(Task.WhenAny(_play), "the end of the game");
        await first;
        await Eventually.Of(Task.WhenAll(_play), $"the end of the game: {string.Join(", ", _players)}");
        var last = Math.Max(_players[0].Thrown, _players[1].Thrown);
        foreach (var player in _players)
        {
            await Eventually.Of(player.ReachAsync(last), "the last number");
            player.Seen.ShouldBe(Enumerable.Range(1, (int)last).Select(number => (uint)number));
            player.Client.Statistics.Reconnects.ShouldBe(0);
            player.Client.Statistics.HashMismatches.ShouldBe(0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        foreach (var player in _players)
        {
            await player.Client.DisposeAsync();
        }
    }

    private async Task PlayAsync(Player player, uint first)
    {
        for (var number = first; ; number += 2)
        {
            await player.ReachAsync(number - 1);
            if (_last == number - 1)
            {
                return;
            }

            // The first player alone decides on the last number, before anybody can see it: so nobody waits for one that never comes.
            var isLast = first == 1 && _stopping;
            if (isLast)
            {
                _last = number;
            }

            player.Thrown = number;
            var reply = await player.Room.SendAsync(new RelayCommand { Type = number });
            reply.Outcome.ShouldBe(CommandOutcome.Applied);
            if (isLast)
            {
                return;
            }
        }
    }

    private sealed class Player(GameClient client)
    {
        private readonly Lock _gate = new();
        private readonly List<uint> _seen = [];
        private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal GameClient Client => client;

        public override string ToString() =>
            $"{client.PlayerName} {client.Status} at {Room.Position}, threw {Thrown}, saw {Highest}, {client.Statistics}";

        internal RoomHandle<RelayState, RelayCommand, RelayEvent> Room { get; set; } = null!;

        internal uint Thrown { get; set; }

        internal uint Highest
        {
            get
            {
                lock (_gate)
                {
                    return _seen.Count == 0 ? 0 : _seen[^1];
                }
            }
        }

        internal IReadOnlyList<uint> Seen
        {
            get
            {
                lock (_gate)
                {
                    return [.. _seen];
                }
            }
        }

        internal void Follow(RoomHandle<RelayState, RelayCommand, RelayEvent> room) => room.EventReceived += relayed =>
        {
            TaskCompletionSource before;
            lock (_gate)
            {
                _seen.Add(relayed.Type);
                before = _more;
                _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            before.SetResult();
        };

        internal async Task ReachAsync(uint number)
        {
            while (true)
            {
                Task more;
                lock (_gate)
                {
                    if (number == 0 || (_seen.Count > 0 && _seen[^1] >= number))
                    {
                        return;
                    }

                    more = _more.Task;
                }

                await more;
            }
        }
    }
}
