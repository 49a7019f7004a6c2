using System.Collections.Concurrent;
using System.Diagnostics;
using GameServer.Bench.Chaos.Wire;
using GameServer.Bench.Journals;
using GameServer.Client;
using GameServer.Protocol.V1;

namespace GameServer.Bench.Chaos;

/// <summary>
/// A client in one room: sends numbered commands at a pace, and writes down what it did and was told. Of a room that is lost with its node
/// it says so and plays no more.
/// </summary>
internal sealed class ChaosPlayer
{
    private const int InFlightMax = 8;

    private readonly ConcurrentDictionary<ulong, long> _sentAt = new();
    private readonly SemaphoreSlim _free = new(InFlightMax);
    private readonly CancellationTokenSource _left = new();
    private readonly bool _mayBeLost;
    private RoomHandle<ChaosState, ChaosCommand, ChaosEvent>? _room;
    private int _acknowledged;

    private ChaosPlayer(Journal journal, int preferred, bool mayBeLost) =>
        (Journal, Preferred, _mayBeLost) = (journal, preferred, mayBeLost);

    internal Journal Journal { get; }

    internal PlayLog Log { get; } = new();

    /// <summary>The gateway that its client prefers.</summary>
    internal int Preferred { get; }

    internal bool IsCommitted => !_mayBeLost;

    internal int AcknowledgedCount => Volatile.Read(ref _acknowledged);

    /// <summary>It was told that its room is gone, or has gone back.</summary>
    internal bool WasTold { get; private set; }

    internal ulong Seen { get; private set; }

    internal static async Task<ChaosPlayer> JoinAsync(
        GameClient client, string type, string key, uint writer, int preferred, TimeSpan timeout)
    {
        var player = new ChaosPlayer(new Journal(key, writer), preferred, type != CommittedChaosRoom.Type);
        using var cancel = new CancellationTokenSource(timeout);
        player._room = await client.JoinAsync(
            ChaosRoom.Definition(type), JoinTarget.Key(key), subscribe: player.Subscribe, cancel: cancel.Token).ConfigureAwait(false);
        return player;
    }

    /// <summary>Sends until it is told to stop; done when all is answered.</summary>
    internal async Task PlayAsync(double pace, int phase, CancellationToken stop)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stop, _left.Token);
        var every = TimeSpan.FromSeconds(1 / pace);
        try
        {
            await Task.Delay(every * phase / 100, both.Token).ConfigureAwait(false);
            using var beat = new PeriodicTimer(every);
            for (ulong number = 1; await beat.WaitForNextTickAsync(both.Token).ConfigureAwait(false); number++)
            {
                await _free.WaitAsync(both.Token).ConfigureAwait(false);
                _sentAt[number] = Stopwatch.GetTimestamp();
                Journal.Write(new JournalEntry.Sent(number));
                var command = new ChaosCommand { Writer = Journal.Writer, Number = number };
                _ = AnswerAsync(number, _room!.SendAsync(command, CancellationToken.None));
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop, or the room is gone.
        }
    }

    /// <summary>Waits for the answers that are due yet.</summary>
    internal async Task SettleAsync(TimeSpan timeout)
    {
        for (var slot = 0; slot < InFlightMax && !_left.IsCancellationRequested; slot++)
        {
            if (!await _free.WaitAsync(timeout).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <summary>Writes down the state as it is now.</summary>
    internal async Task EndAsync()
    {
        if (!_left.IsCancellationRequested)
        {
            Journal.Write(new JournalEntry.Ended(await _room!.ReadAsync(
                state => new LedgerStanding(state.Count, state.Hash, new Dictionary<uint, ulong>(state.Last))).ConfigureAwait(false)));
        }
    }

    private async Task AnswerAsync(ulong number, Task<CommandReply<ChaosEvent>> answer)
    {
        var reply = await answer.ConfigureAwait(false);
        if (reply.IsApplied)
        {
            Journal.Write(new JournalEntry.Acknowledged(number, reply.Reply?.Count));
            Log.Acknowledged(_sentAt[number]);
            Interlocked.Increment(ref _acknowledged);
        }
        else if (!_mayBeLost)
        {
            Wrong($"command {number} was answered {reply.Outcome}: {reply.Reason}");
        }

        _sentAt.TryRemove(number, out _);
        _free.Release();
    }

    private void Subscribe(RoomHandle<ChaosState, ChaosCommand, ChaosEvent> room)
    {
        room.EventReceived += told =>
        {
            Log.Ran(told.Host);
            Journal.Write(new JournalEntry.Seen(new LedgerLine(told.Writer, told.Number), told.Count));
            Seen = told.Count;
        };
        room.EventsLost += () => Told("events were lost");
        room.Rewound += rewound => Told($"the room came back older: {rewound}");
        room.Left += left =>
        {
            Told($"the room was left: {left.Reason}: {left.Detail}");
            _left.Cancel();
        };
    }

    private void Told(string what)
    {
        WasTold = true;
        if (!_mayBeLost)
        {
            Wrong(what);
        }
    }

    private void Wrong(string what) => Journal.Write(new JournalEntry.Wrong(what));
}
