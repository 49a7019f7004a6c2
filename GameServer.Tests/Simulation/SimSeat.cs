using GameServer.Client;
using GameServer.Client.Core;
using GameServer.Protocol.V1;
using GameServer.Tests.EndToEnd.Crash.Ledger;
using Google.Protobuf;

namespace GameServer.Tests.Simulation;

/// <summary>One client's place in one room: sends numbered commands and is told what comes of them.</summary>
internal abstract class SimSeat(string type, string key, uint writer) : IRoomSink
{
    private ClientRequest? _wish;
    private ulong _lastNumber;
    private ulong? _firstHere;

    /// <summary>Which room it is in, for people.</summary>
    internal string Place => $"{type}/{key}";

    internal uint Writer => writer;

    internal RoomReplica? Room { get; private set; }

    internal bool HasJoined => Room is not null;

    internal int Unanswered { get; private set; }

    /// <summary>The room has answered a command that was sent on the present connection.</summary>
    internal bool HasPlayedHere { get; private set; }

    /// <summary>Asks to join anew.</summary>
    internal Action JoinsAgain { get; set; } = () => { };

    internal ClientRequest.JoinRoom Wish(string nonce)
    {
        var wish = new ClientRequest.JoinRoom(
            JoinTarget.Key(key).ToJoin(type, new JoinSettings(), nonce), LedgerState.Parser, LedgerEvent.Parser)
        {
            NewSink = Enter,
        };
        _wish = wish;
        return wish;
    }

    internal bool IsWish(ClientRequest request) => request == _wish;

    internal void Send(SessionCore core, long nowMs)
    {
        var number = ++_lastNumber;
        Unanswered++;
        _firstHere ??= Room!.IsAttached ? number : null;
        Sent(number);
        var payload = new LedgerCommand { Writer = writer, Number = number }.ToByteString();
        core.Command(Room!, new PendingCommand(payload, verdict => Take(number, verdict)), nowMs);
    }

    /// <summary>The connection is another one.</summary>
    internal void Reconnected() => (HasPlayedHere, _firstHere) = (false, null);

    /// <summary>The wish to join was refused.</summary>
    internal abstract void Refused(Error error);

    public void OnAttached()
    {
    }

    public void OnStateChanged(StateChanges changes)
    {
    }

    public void OnNotice(RoomNotice.Types.Kind kind)
    {
    }

    public void OnEvent(IMessage message) => Seen((LedgerEvent)message);

    public abstract void OnEventsLost();

    public abstract void OnRewound(RewoundInfo rewound);

    public abstract void OnLeft(RoomLeft left);

    public override string ToString()
    {
        var where = Room is null ? "no room" : $"{Room.Phase} in {Room.Id} at {Room.Epoch}/{Room.Version}";
        return $"{Place}, writer {writer}: {where}, {Unanswered} unanswered";
    }

    /// <summary>The room is not there any more.</summary>
    protected void Leave() => Room = null;

    protected abstract void Sent(ulong number);

    protected abstract void Seen(LedgerEvent told);

    protected abstract void Answered(ulong number, Verdict verdict, LedgerEvent? reply);

    private IRoomSink Enter(RoomReplica room)
    {
        Room = room;
        return this;
    }

    private void Take(ulong number, Verdict verdict)
    {
        Unanswered--;
        HasPlayedHere |= verdict.Outcome == CommandOutcome.Applied && number >= _firstHere;
        Answered(number, verdict, verdict.Reply is { } bytes ? LedgerEvent.Parser.ParseFrom(bytes) : null);
    }
}
