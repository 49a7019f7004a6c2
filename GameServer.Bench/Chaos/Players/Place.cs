using GameServer.Bench.Chaos.Oracle;
using GameServer.Bench.Chaos.Wire;
using GameServer.Bench.Journals;
using GameServer.Client;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;

namespace GameServer.Bench.Chaos.Players;

/// <summary>A player's place in one room, until it is lost: writes down all that is said there. Called back on its client's loop.</summary>
internal sealed class Place
{
    private readonly RoomHandle<ChaosState, ChaosCommand, ChaosEvent> _room;
    private readonly RunClock _clock;
    private bool _wantsStanding;
    private int _inFlight;
    private long _seen;

    internal Place(RoomHandle<ChaosState, ChaosCommand, ChaosEvent> room, RoomJournal journal, RunClock clock)
    {
        (_room, Journal, _clock) = (room, journal, clock);
        WriteStanding();
        room.StateChanged += _ => OnStateChanged();
        room.EventReceived += OnEvent;
        room.EventsLost += OnEventsLost;
        room.Rewound += OnRewound;
        room.Left += OnLeft;
    }

    internal RoomJournal Journal { get; }

    internal bool IsLost { get; private set; }

    internal int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The room's count as the player knows it.</summary>
    internal long Seen => Volatile.Read(ref _seen);

    internal void Send(ulong number)
    {
        Interlocked.Increment(ref _inFlight);
        Journal.Write(new RoomEntry.Sent(_clock.Now, number));
        var command = new ChaosCommand { Writer = Journal.Writer, Number = number };
        _ = AnswerAsync(number, _room.SendAsync(command, CancellationToken.None));
    }

    /// <summary>Writes down the state as it is now.</summary>
    internal async Task EndAsync()
    {
        var state = await _room.ReadAsync(state => new FinalState(
            state.Count,
            state.Hash,
            state.Tallies.ToDictionary(each => each.Key, each => new Tally(each.Value.Last, each.Value.Count)),
            StateHash.Compute(state))).ConfigureAwait(false);
        Journal.Write(new RoomEntry.Ended(_clock.Now, state));
    }

    private async Task AnswerAsync(ulong number, Task<CommandReply<ChaosEvent>> answer)
    {
        var reply = await answer.ConfigureAwait(false);
        var (at, told) = (_clock.Now, reply.Reply);
        if (told is not null && (told.Writer != Journal.Writer || told.Number != number))
        {
            Journal.Write(new RoomEntry.Wrong(at, $"command {number} was answered with {told}"));
        }

        Journal.Write(reply.Outcome switch
        {
            CommandOutcome.Applied or CommandOutcome.Forgotten =>
                new RoomEntry.Acknowledged(at, number, told?.Count ?? 0, told?.Life ?? 0),
            CommandOutcome.Unknown or CommandOutcome.NotSent => new RoomEntry.Unanswered(at, number),
            CommandOutcome.Rejected or CommandOutcome.Failed or CommandOutcome.BadPayload or CommandOutcome.StateLimit
                or CommandOutcome.Refused =>
                new RoomEntry.Wrong(at, $"command {number} was answered {reply.Outcome}: {reply.Reason}"),
        });
        Interlocked.Decrement(ref _inFlight);
    }

    private void OnEvent(ChaosEvent told)
    {
        var line = new LedgerLine(told.Writer, told.Number);
        Journal.Write(new RoomEntry.Seen(_clock.Now, line, told.Count, told.Life));
        Volatile.Write(ref _seen, (long)told.Count);
    }

    private void OnEventsLost()
    {
        Journal.Write(new RoomEntry.EventsLost(_clock.Now));
        _wantsStanding = true;
    }

    private void OnRewound(RewoundInfo info)
    {
        Journal.Write(new RoomEntry.Rewound(_clock.Now, info.LastApplied.Value, info.CommandsUndone));
        _wantsStanding = true;
    }

    private void OnStateChanged()
    {
        if (_wantsStanding)
        {
            _wantsStanding = false;
            WriteStanding();
        }
    }

    private void OnLeft(RoomLeft left)
    {
        IsLost = true;
        if (left.Reason != RoomLeft.Types.Reason.Unspecified)
        {
            // Else it is the session that is over: its client writes that down, unless it leaves.
            Journal.Write(new RoomEntry.Left(_clock.Now, left.Reason == RoomLeft.Types.Reason.RoomLost, $"{left.Reason} {left.Detail}"));
        }
    }

    private void WriteStanding()
    {
        Journal.Write(new RoomEntry.Stands(_clock.Now, _room.State.Count, _room.State.Hash));
        Volatile.Write(ref _seen, (long)_room.State.Count);
    }
}
