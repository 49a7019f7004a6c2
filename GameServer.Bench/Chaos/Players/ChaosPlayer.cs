using GameServer.Bench.Chaos.Oracle;
using GameServer.Client;

namespace GameServer.Bench.Chaos.Players;

/// <summary>
/// A client in one room: sends numbered commands at a pace, a few of them without an answer at a time. Where a volatile room is lost it
/// enters the one that comes after it.
/// </summary>
internal sealed class ChaosPlayer(ChaosClient client, RoomKind kind, string key, uint writer, RunClock clock, Random random) : IDisposable
{
    private const int InFlightMax = 8;
    private const int JoinAgainMs = 100;

    private readonly SemaphoreSlim _nudges = new(0);
    private readonly int _inFlight = random.Next(1, InFlightMax + 1);
    private readonly List<RoomJournal> _journals = [];
    private volatile Place? _place;
    private ulong _number;

    internal IReadOnlyList<RoomJournal> Journals => _journals;

    /// <summary>Where it plays; null: nowhere, since it has lost its place.</summary>
    internal Place? Place => _place is { IsLost: false } place ? place : null;

    internal RoomKind Kind => kind;

    /// <summary>What it waits to get into, and what it was told when it asked last; null when it does not wait.</summary>
    internal string? Joins { get; private set; }

    /// <exception cref="OperationCanceledException">It could not get in before it was given up.</exception>
    internal async Task JoinAsync(CancellationToken cancel)
    {
        Joins = $"client {client.Journal.Client} for {key}";
        while (true)
        {
            try
            {
                await client.Game.JoinAsync(
                    ChaosRoom.Definition(kind), JoinTarget.Key(key), subscribe: Enter, cancel: cancel).ConfigureAwait(false);
                Joins = null;
                return;
            }
            catch (RequestRefusedException refused)
            {
                // The room that is lost may still have the key.
                Joins = $"client {client.Journal.Client} for {key} ({refused.Message})";
                await Task.Delay(JoinAgainMs, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends until it is told to stop.</summary>
    /// <param name="every">The time between two commands, in the middle.</param>
    /// <param name="stop">Told to stop: who is about to enter a room enters it yet.</param>
    /// <param name="giveUp">Who has not entered by now does not wait for it any more.</param>
    internal async Task PlayAsync(TimeSpan every, CancellationToken stop, CancellationToken giveUp)
    {
        try
        {
            while (client.Game.Status != ConnectionStatus.Closed)
            {
                var nudged = await _nudges.WaitAsync(every * (0.5 + random.NextDouble()), stop).ConfigureAwait(false);
                if (_place!.IsLost)
                {
                    if (kind != RoomKind.Volatile)
                    {
                        return;
                    }

                    await JoinAsync(giveUp).ConfigureAwait(false);
                    stop.ThrowIfCancellationRequested();
                }

                if (nudged || _place!.InFlight < _inFlight)
                {
                    _place.Send(++_number);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
        catch (ConnectionClosedException)
        {
            // The client has written down that its session is over.
        }
    }

    /// <summary>
    /// Sends a command at once: after a kill, so that what is measured is how long the room is away, and not also when the player would
    /// have sent something.
    /// </summary>
    internal void Nudge() => _nudges.Release();

    /// <inheritdoc />
    public void Dispose() => _nudges.Dispose();

    private void Enter(RoomHandle<Wire.ChaosState, Wire.ChaosCommand, Wire.ChaosEvent> room)
    {
        var journal = new RoomJournal(kind, key, room.RoomId, client.Journal.Client, writer);
        _journals.Add(journal);
        _place = new Place(room, journal, clock);
    }
}
