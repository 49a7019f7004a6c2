using System.Collections.Concurrent;
using GameServer.Bench.Chaos.Players;
using GameServer.Bench.Journals;
using GameServer.Client;
using GameServer.Protocol.V1;
using GameServer.Tests.Client;
using GameServer.Tests.EndToEnd.Crash.Ledger;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>
/// A client in one room of the ledger: sends numbered commands as fast as they are acknowledged, and writes down what it did and was told.
/// </summary>
internal sealed class LedgerPlayer : IAsyncDisposable
{
    internal const int InFlightMin = 16;
    internal const int InFlightMax = 64;

    private readonly ConcurrentDictionary<RoomNotice.Types.Kind, Milestone> _notices = new();
    private readonly Milestone _acknowledged;
    private readonly SemaphoreSlim _free;
    private readonly int _inFlight;
    private readonly TimeSpan _pause;
    private readonly GameClient _client;
    private RoomHandle<LedgerState, LedgerCommand, LedgerEvent> _room = null!;

    private LedgerPlayer(GameClient client, Journal journal, Milestone acknowledged, int inFlight, TimeSpan pause)
    {
        (_client, Journal, _acknowledged, _inFlight, _pause) = (client, journal, acknowledged, inFlight, pause);
        _free = new SemaphoreSlim(inFlight);
        client.Closed += info => Wrong($"the session ended: {info}");
        client.ErrorReceived += error => Wrong($"an error that nobody asked for: {error}");
    }

    internal Journal Journal { get; }

    /// <summary>The room's count as this member saw it.</summary>
    internal Milestone Seen { get; } = new();

    /// <summary>Counts how often this member was told this of its room.</summary>
    internal Milestone Notices(RoomNotice.Types.Kind kind) => _notices.GetOrAdd(kind, _ => new Milestone());

    internal ClientStatistics Statistics => _client.Statistics;

    /// <param name="ways">To the gateways.</param>
    /// <param name="journal">For what happens.</param>
    /// <param name="acknowledged">Counts the commands of all players that are acknowledged.</param>
    /// <param name="inFlight">How many of its commands are without an answer at most.</param>
    /// <param name="pause">How long it waits after each.</param>
    internal static async Task<LedgerPlayer> JoinAsync(
        GatewayTransport ways, Journal journal, Milestone acknowledged, int inFlight, TimeSpan pause)
    {
        var options = new GameClientOptions
        {
            ReconnectDelay = TimeSpan.FromMilliseconds(20),
            ReconnectDelayMax = TimeSpan.FromMilliseconds(200),
            ConnectTimeout = TimeSpan.FromSeconds(30),
        };
        var client = await Eventually.Of(GameClient.ConnectAsync(ways.Address, options, ways, default), "the session");
        var player = new LedgerPlayer(client, journal, acknowledged, inFlight, pause);
        var ledger = LedgerRoom.Definition(CommittedLedger.Type);
        var joining = client.JoinAsync(ledger, JoinTarget.Key(journal.Room), subscribe: player.Subscribe);
        player._room = await Eventually.Of(joining, "the room");
        return player;
    }

    /// <summary>Sends until it is told to stop; done when the last answer is there.</summary>
    internal async Task PlayAsync(CancellationToken stop)
    {
        for (ulong number = 1; await FreeAsync(stop); number++)
        {
            Journal.Write(new JournalEntry.Sent(number));
            var command = new LedgerCommand { Writer = Journal.Writer, Number = number };
            _ = AnswerAsync(number, _room.SendAsync(command, CancellationToken.None));
        }

        for (var slot = 0; slot < _inFlight; slot++)
        {
            await _free.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>Writes down the state as it is now.</summary>
    internal async Task EndAsync() => Journal.Write(new JournalEntry.Ended(await _room.ReadAsync(
        state => new LedgerStanding(state.Count, state.Hash, new Dictionary<uint, ulong>(state.Last)))));

    public override string ToString() =>
        $"{Journal}: {_client.Status} at {_room?.Position}, saw {Seen.Value}, {_inFlight - _free.CurrentCount} in flight, {Statistics}, " +
        string.Join("; ", Journal.Entries.OfType<JournalEntry.Wrong>().Select(wrong => wrong.What).Distinct().Take(3));

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _free.Dispose();
    }

    private async Task<bool> FreeAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(_pause, stop);
            await _free.WaitAsync(stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task AnswerAsync(ulong number, Task<CommandReply<LedgerEvent>> answer)
    {
        var reply = await answer;
        if (reply.IsApplied)
        {
            Journal.Write(new JournalEntry.Acknowledged(number, reply.Reply?.Count));
            _acknowledged.Advance();
        }
        else
        {
            Wrong($"command {number} was answered {reply.Outcome}: {reply.Reason}");
        }

        if (reply.Reply is { } told && (told.Writer != Journal.Writer || told.Number != number))
        {
            Wrong($"command {number} was answered with {told}");
        }

        _free.Release();
    }

    private void Subscribe(RoomHandle<LedgerState, LedgerCommand, LedgerEvent> room)
    {
        room.EventReceived += told =>
        {
            Journal.Write(new JournalEntry.Seen(new LedgerLine(told.Writer, told.Number), told.Count));
            Seen.Reach(told.Count);
        };
        room.NoticeReceived += kind => Notices(kind).Advance();
        room.EventsLost += () => Wrong("events were lost");
        room.Rewound += rewound => Wrong($"the room came back older: {rewound}");
        room.Left += left => Wrong($"the room was left: {left}");
    }

    private void Wrong(string what) => Journal.Write(new JournalEntry.Wrong(what));
}
