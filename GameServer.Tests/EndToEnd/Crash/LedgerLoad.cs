using GameServer.Bench.Chaos.Players;
using GameServer.Bench.Journals;
using GameServer.Protocol.V1;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>Twenty clients in five rooms who send as fast as they are acknowledged, while a test does something to their server.</summary>
/// <param name="patience">How long anything may take before it is given up with a <see cref="TimeoutException"/>.</param>
/// <param name="told">What else there is to say when something does not come.</param>
internal sealed class LedgerLoad(TimeSpan patience, Func<string> told) : IAsyncDisposable
{
    private const int Rooms = 5;
    private const int MembersPerRoom = 4;

    private readonly Milestone _acknowledged = new();
    private readonly CancellationTokenSource _stop = new();
    private List<LedgerPlayer> _players = [];
    private Task _play = Task.CompletedTask;

    /// <summary>How long a player waits after each command, beside for a free place: so long that nodes may start meanwhile.</summary>
    internal TimeSpan Pause { get; init; }

    internal int Reconnects => _players.Sum(player => player.Statistics.Reconnects);

    internal int HashMismatches => _players.Sum(player => player.Statistics.HashMismatches);

    /// <summary>All players join, and begin.</summary>
    internal Task StartAsync(Uri address, Random random) => StartAsync([address], random);

    /// <summary>Likewise, the members of each room at different gateways; whoever loses its own comes back at another.</summary>
    internal async Task StartAsync(IReadOnlyList<Uri> addresses, Random random)
    {
        var joining =
            from room in Enumerable.Range(1, Rooms)
            from writer in Enumerable.Range(1, MembersPerRoom)
            let inFlight = random.Next(LedgerPlayer.InFlightMin, LedgerPlayer.InFlightMax + 1)
            let ways = new GatewayTransport(addresses, (room + writer) % addresses.Count, new Random(random.Next()))
            select LedgerPlayer.JoinAsync(ways, new Journal($"room {room}", (uint)writer), _acknowledged, inFlight, Pause);
        _players = [.. await Task.WhenAll(joining)];
        _play = Task.WhenAll(_players.Select(player => player.PlayAsync(_stop.Token)));
    }

    /// <summary>Waits until so many commands are acknowledged in all.</summary>
    internal Task AcknowledgedAsync(int count) => InTimeAsync(_acknowledged.ReachedAsync((ulong)count), $"{count} commands acknowledged");

    /// <summary>Waits until so many more commands are acknowledged.</summary>
    internal Task AcknowledgedMoreAsync(int more) =>
        InTimeAsync(_acknowledged.ReachedAsync(_acknowledged.Value + (ulong)more), $"{more} more commands acknowledged");

    /// <summary>Waits until every member has been told this of its room, so many times since it began.</summary>
    internal Task NoticedAsync(RoomNotice.Types.Kind kind, int times) =>
        InTimeAsync(Task.WhenAll(_players.Select(player => player.Notices(kind).ReachedAsync((ulong)times))), $"{kind} at every member");

    /// <summary>Nothing new is sent; done when all is answered and everybody has seen all.</summary>
    internal async Task FinishAsync()
    {
        await _stop.CancelAsync();
        await InTimeAsync(_play, "the last answers");
        foreach (var room in _players.GroupBy(player => player.Journal.Room))
        {
            var all = (ulong)room.Sum(player => player.Journal.Entries.OfType<JournalEntry.Acknowledged>().Count());
            await InTimeAsync(Task.WhenAll(room.Select(player => player.Seen.ReachedAsync(all))), $"{all} events in {room.Key}");
        }

        await Task.WhenAll(_players.Select(player => player.EndAsync()));
    }

    /// <summary>What is to be said of all that the players wrote down so far.</summary>
    internal JournalVerdict Check() => JournalCheck.Of([.. _players.Select(player => player.Journal)]);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_players.Select(player => player.DisposeAsync().AsTask()));
        _stop.Dispose();
    }

    private async Task InTimeAsync(Task task, string what)
    {
        try
        {
            await task.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"There did not come: {what}.\n{told()}\n  {string.Join("\n  ", _players)}");
        }
    }
}
