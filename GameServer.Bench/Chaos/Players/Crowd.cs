using GameServer.Bench.Chaos.Oracle;
using GameServer.Bench.Load;
using GameServer.Client;

namespace GameServer.Bench.Chaos.Players;

/// <summary>
/// All clients and their players. Four neighbours share a committed room, and every other four a periodic or a volatile one beside it;
/// neighbours begin at different gateways.
/// </summary>
/// <param name="gateways">Where clients come in.</param>
/// <param name="clock">What times are written down by.</param>
/// <param name="seed">Decides who sends how much, and when.</param>
/// <param name="prefix">Of the keys of its rooms, which no other crowd's shall be.</param>
internal sealed class Crowd(IReadOnlyList<Uri> gateways, RunClock clock, int seed, string prefix = "") : IAsyncDisposable
{
    private const int MembersPerRoom = 4;
    private const int JoinAtOnce = 16;
    private const int LookMs = 50;

    private static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(60);

    private readonly List<ChaosClient> _clients = [];
    private readonly List<ChaosPlayer> _players = [];
    private readonly List<RoomJournal> _looks = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _giveUp = new();
    private Task _play = Task.CompletedTask;

    internal int Players => _players.Count;

    internal int Rooms => _players.Select(player => player.Journals[^1].Room).Distinct().Count();

    internal IReadOnlyList<LineJournal> Lines => [.. _clients.Select(client => client.Journal)];

    internal IReadOnlyList<RoomJournal> Journals => [.. _players.SelectMany(player => player.Journals), .. _looks];

    /// <summary>All come and enter their rooms.</summary>
    internal async Task ComeAsync(int count)
    {
        using var patience = new CancellationTokenSource(JoinPatience);
        try
        {
            foreach (var some in Enumerable.Range(0, count).Chunk(JoinAtOnce))
            {
                var come = await Task.WhenAll(some.Select(number => ConnectAsync(number, patience.Token))).ConfigureAwait(false);
                _clients.AddRange(come);
            }

            _players.AddRange(_clients.SelectMany(PlayersOf));
            foreach (var some in _players.Chunk(JoinAtOnce))
            {
                await Task.WhenAll(some.Select(player => player.JoinAsync(patience.Token))).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            var places = _players.Count(player => player.Place is not null);
            var waiting = _players.Where(player => player.Joins is not null).Select(player => player.Joins);
            throw new BenchFailure(
                $"{count} clients did not get in within {JoinPatience.TotalSeconds} seconds: {_clients.Count} have a session, "
                + $"and {places} places of {_players.Count} are taken. Waiting: {string.Join(", ", waiting)}.");
        }
    }

    /// <param name="pace">Commands a second of all together.</param>
    internal void Play(double pace)
    {
        var every = TimeSpan.FromSeconds(_players.Count / pace);
        _play = Task.WhenAll(_players.Select(player => player.PlayAsync(every, _stop.Token, _giveUp.Token)));
    }

    /// <summary>Everybody in a committed room sends a command now.</summary>
    internal void Nudge()
    {
        foreach (var player in _players.Where(player => player.Kind == RoomKind.Committed))
        {
            player.Nudge();
        }
    }

    /// <summary>Nothing new is sent. Waits, not without end, until all is answered and seen; then states are written down.</summary>
    internal async Task FinishAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _giveUp.CancelAfter(EndPatience);
        await _play.ConfigureAwait(false);
        var places = _players.Select(player => player.Place).OfType<Place>().ToList();
        for (var began = clock.Now; clock.Now - began < EndPatience && !IsSettled(places);)
        {
            await Task.Delay(LookMs).ConfigureAwait(false);
        }

        await LookAsync(places).ConfigureAwait(false);
        await Task.WhenAll(places.Where(place => !place.IsLost).Select(place => place.EndAsync())).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _giveUp.CancelAsync().ConfigureAwait(false);
        await _play.ConfigureAwait(false);
        await Task.WhenAll(_clients.Select(client => client.DisposeAsync().AsTask())).ConfigureAwait(false);
        _players.ForEach(static player => player.Dispose());
        _stop.Dispose();
        _giveUp.Dispose();
    }

    private static bool IsSettled(List<Place> places) => places.Where(place => !place.IsLost)
        .GroupBy(place => place.Journal.Room)
        .All(room => room.All(place => place.InFlight == 0) && room.Select(place => place.Seen).Distinct().Count() == 1);

    // A server that has just started on a busy machine may not answer the first time.
    private async Task<ChaosClient> ConnectAsync(int number, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                var random = new Random(HashCode.Combine(seed, number));
                return await ChaosClient
                    .ConnectAsync(number, gateways, number % gateways.Count, random, clock, cancel)
                    .ConfigureAwait(false);
            }
            catch (ConnectionClosedException)
            {
                await Task.Delay(LookMs, cancel).ConfigureAwait(false);
            }
        }
    }

    private IEnumerable<ChaosPlayer> PlayersOf(ChaosClient client)
    {
        var number = client.Journal.Client;
        var group = number / MembersPerRoom;
        yield return Player(client, RoomKind.Committed, group);
        if (group % 2 == 0)
        {
            yield return Player(client, group % 4 == 0 ? RoomKind.Periodic : RoomKind.Volatile, group);
        }
    }

    private ChaosPlayer Player(ChaosClient client, RoomKind kind, int group)
    {
        var number = client.Journal.Client;
        var random = new Random(HashCode.Combine(seed, number, (int)kind));
        return new ChaosPlayer(client, kind, $"{prefix}{kind} {group}", (uint)number + 1, clock, random);
    }

    /// <summary>
    /// Somebody who was not there before looks at every room: what it is sent is what the room has, not what players made of it.
    /// </summary>
    private async Task LookAsync(IEnumerable<Place> places)
    {
        using var patience = new CancellationTokenSource(EndPatience);
        await using var looker =
            await ChaosClient.ConnectAsync(-1, gateways, 0, new Random(seed), clock, patience.Token).ConfigureAwait(false);
        foreach (var room in places.Where(place => !place.IsLost).Select(place => place.Journal).DistinctBy(journal => journal.Room))
        {
            var journal = new RoomJournal(room.Kind, room.Key, room.Room, -1, 0);
            _looks.Add(journal);
            try
            {
                Place? look = null;
                await looker.Game.JoinAsync(
                    ChaosRoom.Definition(room.Kind),
                    JoinTarget.Id(room.Room),
                    subscribe: entered => look = new Place(entered, journal, clock),
                    cancel: patience.Token).ConfigureAwait(false);
                await look!.EndAsync().ConfigureAwait(false);
            }
            catch (Exception refused) when (refused is RequestRefusedException or ConnectionClosedException or OperationCanceledException)
            {
                journal.Write(new RoomEntry.Wrong(clock.Now, $"nobody new can enter: {refused.Message}"));
            }
        }
    }
}
