using GameServer.Protocol;
using GameServer.Protocol.V1;

namespace GameServer.Client.Core;

/// <summary>
/// A client's side of one session: when to connect, what to say first, when to give a connection up. Pure and single-threaded: everything
/// that happens is a call with the time of the client's clock in milliseconds, everything to do is an effect.
/// </summary>
internal sealed class SessionCore
{
    /// <summary>What RFC 6455 calls a connection that ended without a close frame.</summary>
    internal const int LostWithoutCode = 1006;

    private const int ClosedByProgram = 1000;
    private const int SilentHeartbeats = 3;

    private readonly GameClientOptions _options;
    private readonly Backoff _backoff;
    private readonly List<ClientEffect> _effects = [];
    private long _deadlineMs;
    private long _heardMs;
    private long _greetedMs;
    private long _heartbeatMs;
    private long? _goAwayMs;
    private string _kept;

    internal SessionCore(GameClientOptions options, Random random)
    {
        (_options, _kept) = (options, options.ResumeToken);
        _backoff = new Backoff(options.ReconnectDelay, options.ReconnectDelayMax, random);
        Status = _kept.Length > 0 ? ConnectionStatus.Reconnecting : ConnectionStatus.Connecting;
        Traffic = new RoomTraffic(_effects);
    }

    internal SessionPhase Phase { get; private set; } = SessionPhase.Waiting;

    internal ConnectionStatus Status { get; private set; }

    /// <summary>Null before the first Welcome.</summary>
    internal SessionIdentity? Identity { get; private set; }

    internal ServerClock Clock { get; } = new();

    internal RoomTraffic Traffic { get; }

    internal ClosedInfo? Closed { get; private set; }

    internal int Reconnects { get; private set; }

    /// <summary>When <see cref="Tick"/> has something to do if nothing else happens before; null when never.</summary>
    internal long? NextDueMs(long nowMs) => Phase switch
    {
        SessionPhase.Dialling or SessionPhase.Opening or SessionPhase.Waiting => _deadlineMs,
        SessionPhase.Live => new[] { _heartbeatMs, SilentAtMs, _goAwayMs, Traffic.NextDueMs(nowMs) }.Min(),
        SessionPhase.Ended => null,
    };

    internal List<ClientEffect> TakeEffects()
    {
        var taken = _effects.ToList();
        _effects.Clear();
        return taken;
    }

    internal void Start(long nowMs)
    {
        _deadlineMs = nowMs;
        Tick(nowMs);
    }

    /// <summary>The WebSocket is open.</summary>
    internal void Opened(long nowMs)
    {
        if (!Move(SessionEvent.Opened))
        {
            return;
        }

        (_heardMs, _greetedMs) = (nowMs, nowMs);
        var token = Identity?.ResumeToken ?? _kept;
        Send(token.Length == 0 ? OpeningFrames.Hello(_options) : OpeningFrames.Resume(_options, token, Traffic.Positions));
    }

    /// <summary>The connection, or the attempt at one, has ended; without a close frame the code is 1006.</summary>
    internal void Lost(int code, string reason, long nowMs)
    {
        var action = CloseCodePolicy.ActionFor(code);
        var verdict = LossRule.Judge(code, action, Identity is not null, _kept.Length > 0);
        if (verdict == LossVerdict.End)
        {
            End(new ClosedInfo(code, reason, action == ClientAction.DoNotReturn ? action : ClientAction.LogInAgain));
            return;
        }

        if (!Move(SessionEvent.Lost))
        {
            return;
        }

        _kept = verdict == LossVerdict.BeginAnew ? "" : _kept;
        Traffic.Detach();
        _goAwayMs = null;
        _deadlineMs = nowMs + _backoff.NextMs(patient: action == ClientAction.WaitAndResume);
        SetStatus(verdict == LossVerdict.BeginAnew ? ConnectionStatus.Connecting : ConnectionStatus.Reconnecting);
    }

    /// <summary>Bytes came in, whatever they are.</summary>
    internal void Heard(long nowMs) => _heardMs = nowMs;

    internal void Receive(ServerEnvelope envelope, long nowMs)
    {
        if (envelope.KindCase == ServerEnvelope.KindOneofCase.Welcome)
        {
            Greet(envelope.Welcome, nowMs);
        }
        else if (Phase == SessionPhase.Live)
        {
            ReceiveLive(envelope, nowMs);
        }

        if (Traffic.IsOutOfStep)
        {
            HangUp("The numbers of commands were lost.", nowMs);
        }

        Traffic.SendDue(nowMs);
    }

    internal void Ask(ClientRequest request)
    {
        if (Closed is not null)
        {
            _effects.Add(new ClientEffect.Abandoned(request, Closed));
            return;
        }

        Traffic.Ask(request);
    }

    internal void Command(RoomReplica room, PendingCommand command, long nowMs)
    {
        if (room.Phase == ReplicaPhase.Left || room.Commands.Count >= _options.CommandsWaitingMax)
        {
            var why = room.Phase == ReplicaPhase.Left ? "The room was left." : "Too many commands are waiting.";
            _effects.Add(new ClientEffect.Answered(command, Verdict.Of(CommandOutcome.NotSent, why)));
            return;
        }

        room.Commands.Add(command);
        Traffic.SendDue(nowMs);
    }

    /// <summary>The program closes the client.</summary>
    internal void Close()
    {
        _effects.Add(Phase == SessionPhase.Live ? new ClientEffect.CloseConnection() : new ClientEffect.HangUp());
        End(new ClosedInfo(ClosedByProgram, "The client was closed by its program.", ClientAction.DoNotReturn));
    }

    /// <summary>Does what time alone makes due.</summary>
    internal void Tick(long nowMs)
    {
        if (Phase == SessionPhase.Waiting && nowMs >= _deadlineMs && Move(SessionEvent.WaitOver))
        {
            _deadlineMs = nowMs + (long)_options.ConnectTimeout.TotalMilliseconds;
            _effects.Add(new ClientEffect.Dial());
        }
        else if (ReasonToHangUp(nowMs) is { } reason)
        {
            HangUp(reason, nowMs);
        }
        else if (Phase == SessionPhase.Live)
        {
            SendHeartbeatIfDue(nowMs);
            Traffic.SendDue(nowMs);
        }
    }

    private string? ReasonToHangUp(long nowMs) => Phase switch
    {
        SessionPhase.Dialling or SessionPhase.Opening => nowMs >= _deadlineMs ? "The server did not answer in time." : null,
        SessionPhase.Live when nowMs >= SilentAtMs => "Nothing was heard from the server for too long.",
        SessionPhase.Live => nowMs >= _goAwayMs ? "The server asked to connect anew." : null,
        SessionPhase.Waiting or SessionPhase.Ended => null,
    };

    private long SilentAtMs => _heardMs + ((Identity?.HeartbeatIntervalMs ?? 0L) * SilentHeartbeats);

    private void Greet(Welcome welcome, long nowMs)
    {
        if (!Move(SessionEvent.Welcomed))
        {
            return;
        }

        Reconnects += Identity is null ? 0 : 1;
        Identity = new SessionIdentity(welcome);
        Clock.Sample(_greetedMs, nowMs, welcome.ServerTimeMs, isRoundTrip: false);
        _backoff.Reset();
        SetStatus(ConnectionStatus.Connected);
        Traffic.GoLive(Identity);
        _heartbeatMs = nowMs;
        SendHeartbeatIfDue(nowMs);
    }

    private void ReceiveLive(ServerEnvelope envelope, long nowMs)
    {
        switch (envelope.KindCase)
        {
            case ServerEnvelope.KindOneofCase.Update:
                Traffic.Receive(envelope.Update);
                break;
            case ServerEnvelope.KindOneofCase.Member:
                Traffic.Receive(envelope.Member);
                break;
            case ServerEnvelope.KindOneofCase.Heartbeat:
                Clock.Sample((long)envelope.Heartbeat.ClientTimeMs, nowMs, envelope.Heartbeat.ServerTimeMs, isRoundTrip: true);
                break;
            case ServerEnvelope.KindOneofCase.Attached:
                Traffic.Receive(envelope.Attached, envelope.RequestId);
                break;
            case ServerEnvelope.KindOneofCase.Left:
                Traffic.Leave(envelope.Left);
                break;
            case ServerEnvelope.KindOneofCase.RoomList:
                Traffic.Receive(envelope.RoomList, envelope.RequestId);
                break;
            case ServerEnvelope.KindOneofCase.Error:
                Traffic.Receive(envelope.Error, envelope.RequestId, nowMs);
                break;
            case ServerEnvelope.KindOneofCase.Notice:
                Traffic.Receive(envelope.Notice);
                break;
            case ServerEnvelope.KindOneofCase.GoAway:
                _goAwayMs = nowMs + envelope.GoAway.ReconnectAfterMs;
                break;
            // A newer server may send kinds that this client does not know.
            case ServerEnvelope.KindOneofCase.Welcome or ServerEnvelope.KindOneofCase.None:
                break;
        }
    }

    private void SendHeartbeatIfDue(long nowMs)
    {
        if (nowMs < _heartbeatMs || Identity is null)
        {
            return;
        }

        _heartbeatMs = nowMs + Identity.HeartbeatIntervalMs;
        var heartbeat = new Heartbeat { ClientTimeMs = (ulong)nowMs };
        heartbeat.Rooms.AddRange(Traffic.AttachedPositions);
        Send(new ClientEnvelope { Heartbeat = heartbeat });
    }

    private void HangUp(string reason, long nowMs)
    {
        _effects.Add(new ClientEffect.HangUp());
        Lost(LostWithoutCode, reason, nowMs);
    }

    private void End(ClosedInfo info)
    {
        if (!Move(SessionEvent.Ended))
        {
            return;
        }

        Closed = info;
        Traffic.End(info);
        SetStatus(ConnectionStatus.Closed);
        _effects.Add(new ClientEffect.Ended(info));
    }

    private void Send(ClientEnvelope envelope) => _effects.Add(new ClientEffect.Send(envelope));

    private void SetStatus(ConnectionStatus status)
    {
        if (Status != status)
        {
            Status = status;
            _effects.Add(new ClientEffect.StatusChanged(status));
        }
    }

    private bool Move(SessionEvent happened)
    {
        if (SessionTransitions.Next(Phase, happened) is not { } next)
        {
            return false;
        }

        Phase = next;
        return true;
    }
}
