using GameServer.Actors;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Telemetry;
using Google.Protobuf;

namespace GameServer.Links;

/// <summary>
/// The link to one other process: carries out what <see cref="LinkState"/> decides, and brings what comes to the inbox. Nothing of a line
/// that is not the present one is ever handed on.
/// </summary>
internal sealed class LinkActor(LinkTarget target, LinkParts parts) : Actor
{
    private const string DialTimer = "dial";
    private const string LateTimer = "late";
    private const string TickTimer = "tick";
    private const int CausesKept = 16;

    private readonly LinkState _state = new(LinkState.IsDialer(parts.Self, target.Process), parts.Options);
    private readonly HashSet<string> _causesLogged = new(StringComparer.Ordinal);
    private LinkLine? _line;
    private DialerGreeting? _greeting;

    private NodeId Other => target.Process;

    /// <inheritdoc />
    protected internal override void OnStart()
    {
        if (_state.DialsFirst)
        {
            DialAfter(_state.NextDelay());
        }
    }

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch (message)
        {
            case LinkMessage.DialDue when _state.Phase == LinkPhase.Waiting:
                Dial();
                break;
            case LinkMessage.Adopt adopt:
                Adopt(adopt);
                break;
            case LinkMessage.Opened opened when IsPresent(opened.Line):
                Opened(opened.Line);
                break;
            case LinkMessage.Failed failed when IsPresent(failed.Line):
                Failed(failed);
                break;
            case LinkMessage.Received received when IsPresent(received.Line):
                Received(received);
                break;
            case LinkMessage.Closed closed when IsPresent(closed.Line):
                Break(closed.Cause);
                break;
            case LinkMessage.DialLate late when IsPresent(late.Line) && _state.Phase != LinkPhase.Up:
                Break("no answer in time");
                break;
            case LinkMessage.Tick tick when IsPresent(tick.Line):
                Tick(tick.Line);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnStop() => LetGo("the process is no part of the cluster any more");

    private bool IsPresent(LinkLine line) => ReferenceEquals(line, _line);

    private void DialAfter(TimeSpan delay) => Context.StartTimer(DialTimer, delay, new LinkMessage.DialDue());

    private void Dial()
    {
        _state.Dialed();
        _line = new LinkLine(parts.NextLine(), Context.Self, parts.Options.OutboxBytesMax);
        var patience = parts.Options.ConnectTimeout + parts.Options.HandshakeTimeout;
        Context.StartTimer(LateTimer, patience, new LinkMessage.DialLate(_line));
        parts.Transport.Dial(target.Address, _line);
    }

    private void Opened(LinkLine line)
    {
        _state.Opened();
        if (_state.Phase == LinkPhase.Waiting)
        {
            LetGo("");
            DialAfter(_state.NextDelay());
            return;
        }

        var secret = parts.Secret.BoundTo(line.Binding);
        _greeting = new DialerGreeting(parts.Self, Other, line.Number, parts.Ids.NewId(), secret, parts.Speaks);
        line.Outbox!.PutAlone(_greeting.Hello().ToByteArray());
    }

    private void Failed(LinkMessage.Failed failed)
    {
        Break(failed.Cause);
        if (failed.IsRefused)
        {
            parts.Inbox.Refused(Other);
        }
    }

    private void Received(LinkMessage.Received received)
    {
        if (_state.Phase == LinkPhase.Greeting)
        {
            Greet(received.Line, _greeting!.Receive(received.Bytes.Span));
        }
        else if (_state.Phase == LinkPhase.Up && received.Bytes.Length > 0)
        {
            parts.Table.Counts.CountIn(received.Bytes.Length);
            parts.Inbox.Receive(Other, received.Bytes);
        }

        received.Line.Next();
    }

    private void Greet(LinkLine line, GreetingStep step)
    {
        switch (step)
        {
            case GreetingStep.Reply reply:
                line.Outbox!.PutAlone(reply.Message.ToByteArray());
                break;
            case GreetingStep.Refuse refuse:
                // The other side ends the connection when it has read this, and the dial's own deadline does if not.
                LogFailure($"refused with {refuse.Reason}");
                line.Outbox!.PutAlone(new LinkHandshake { Refused = new LinkRefused { Reason = refuse.Reason } }.ToByteArray());
                break;
            case GreetingStep.Refused refused:
                Break($"the other side refused with {refused.Reason}");
                break;
            case GreetingStep.Proved proved:
                _state.Welcomed();
                GoUp(line, proved.Version);
                break;
        }
    }

    private void Adopt(LinkMessage.Adopt adopt)
    {
        var wasUp = _state.Phase == LinkPhase.Up;
        if (!_state.TryAdopt(adopt.Dial))
        {
            adopt.Line.Close();
            return;
        }

        LetGo("the other side has a newer connection", wasUp);
        Context.CancelTimer(DialTimer);
        _line = adopt.Line;
        _line.HandTo(Context.Self);
        _line.Outbox!.PutAlone(new LinkHandshake { Welcome = new LinkWelcome() }.ToByteArray());
        GoUp(_line, adopt.Version);
        _line.Next();
    }

    private void GoUp(LinkLine line, uint version)
    {
        Context.CancelTimer(LateTimer);
        Context.StartTimer(TickTimer, parts.Options.PingInterval, new LinkMessage.Tick(line));
        _causesLogged.Clear();
        parts.Log.LinkUp(Other.Value);
        line.Trust();
        line.Outbox!.Counts = parts.Table.Counts;
        line.Outbox.Version = version;
        parts.Table.Add(Other, line.Outbox);
        parts.Inbox.Up(Other);
    }

    private void Tick(LinkLine line)
    {
        if (!_state.Tick(line.BytesReceived))
        {
            Break("nothing was heard of it for too long");
            return;
        }

        line.Outbox!.Ping();
        Context.StartTimer(TickTimer, parts.Options.PingInterval, new LinkMessage.Tick(line));
    }

    private void Break(string cause)
    {
        LogFailure(cause);
        LetGo(cause);
        DialAfter(_state.Broken());
    }

    private void LogFailure(string cause)
    {
        if (_state.Phase != LinkPhase.Up && _causesLogged.Count < CausesKept && _causesLogged.Add(cause))
        {
            parts.Log.DialFailed(Other.Value, target.Address, cause);
        }
    }

    private void LetGo(string cause) => LetGo(cause, _state.Phase == LinkPhase.Up);

    private void LetGo(string cause, bool isUp)
    {
        Context.CancelTimer(LateTimer);
        Context.CancelTimer(TickTimer);
        _line?.Close();
        _line = null;
        _greeting = null;
        if (isUp)
        {
            parts.Log.LinkDown(Other.Value, cause);
            parts.Table.Remove(Other);
            parts.Inbox.Down(Other);
        }
    }
}
