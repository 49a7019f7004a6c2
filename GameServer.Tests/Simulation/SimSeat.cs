using GameServer.Bench.Journals;
using GameServer.Client;
using GameServer.Client.Core;
using GameServer.Protocol.V1;
using GameServer.Tests.EndToEnd.Crash.Ledger;
using Google.Protobuf;

namespace GameServer.Tests.Simulation;

/// <summary>One client's place in one room: sends numbered commands and writes down what it did and was told.</summary>
internal sealed class SimSeat(string key, uint writer, SimVerdict verdict) : IRoomSink
{
    private RoomReplica? _room;
    private ulong _lastNumber;
    private ulong? _firstHere;

    internal string Key => key;

    internal Journal Journal { get; } = new(key, writer);

    internal bool HasJoined => _room is not null;

    internal int Unanswered { get; private set; }

    internal int Acknowledged { get; private set; }

    /// <summary>Events that it was told of.</summary>
    internal int Seen { get; private set; }

    internal string RoomId => _room!.Id;

    internal RoomPosition? Position => _room?.Position;

    /// <summary>The room has answered a command that was sent on the present connection.</summary>
    internal bool HasPlayedHere { get; private set; }

    internal ClientRequest.JoinRoom Wish(string nonce) => new(
        JoinTarget.Key(key).ToJoin(SimLedger.Committed, new JoinSettings(), nonce), LedgerState.Parser, LedgerEvent.Parser)
    {
        NewSink = Enter,
    };

    internal void Send(SessionCore core, long nowMs)
    {
        var number = ++_lastNumber;
        Unanswered++;
        _firstHere ??= _room!.IsAttached ? number : null;
        Journal.Write(new JournalEntry.Sent(number));
        var payload = new LedgerCommand { Writer = writer, Number = number }.ToByteString();
        core.Command(_room!, new PendingCommand(payload, verdict => Answered(number, verdict)), nowMs);
    }

    /// <summary>Writes down the state as it is now.</summary>
    internal void End()
    {
        if (_room?.State is LedgerState state)
        {
            Journal.Write(new JournalEntry.Ended(
                new LedgerStanding(state.Count, state.Hash, new Dictionary<uint, ulong>(state.Last))));
        }
    }

    /// <summary>The connection is another one.</summary>
    internal void Reconnected() => (HasPlayedHere, _firstHere) = (false, null);

    public void OnAttached()
    {
    }

    public void OnStateChanged(StateChanges changes)
    {
    }

    public void OnEvent(IMessage message)
    {
        var told = (LedgerEvent)message;
        Seen++;
        Journal.Write(new JournalEntry.Seen(new LedgerLine(told.Writer, told.Number), told.Count));
    }

    public void OnEventsLost() => Wrong("events were lost");

    public void OnRewound(RewoundInfo rewound) => Wrong($"the room came back older: {rewound}");

    public void OnNotice(RoomNotice.Types.Kind kind)
    {
    }

    public void OnLeft(RoomLeft left) => Wrong($"the room was left: {left}");

    private void Wrong(string what) => verdict.Fault($"{Journal}: {what}");

    public override string ToString() =>
        $"{Journal}: {(_room is null ? "not joined" : $"{_room.Phase} at {_room.Epoch}/{_room.Version}")}, {Unanswered} without an answer";

    private IRoomSink Enter(RoomReplica room)
    {
        _room = room;
        return this;
    }

    private void Answered(ulong number, Verdict answer)
    {
        Unanswered--;
        if (answer.Outcome != CommandOutcome.Applied)
        {
            Wrong($"command {number} was answered {answer.Outcome}: {answer.Reason}");
            return;
        }

        Acknowledged++;
        HasPlayedHere |= number >= _firstHere;
        var reply = answer.Reply is { } bytes ? LedgerEvent.Parser.ParseFrom(bytes) : null;
        Journal.Write(new JournalEntry.Acknowledged(number, reply?.Count));
        if (reply is not null && (reply.Writer != writer || reply.Number != number))
        {
            Wrong($"command {number} was answered with {reply}");
        }
    }
}
