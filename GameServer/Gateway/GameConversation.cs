using System.Buffers;
using System.Net.WebSockets;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer.Gateway;

/// <summary>A game client's side of a connection: decodes its batches, opens its session, and hands it frame by frame what comes.</summary>
internal sealed class GameConversation(ClientSocket socket, SessionEntrance entrance, SocketSurroundings around) : IConversation
{
    private const string SessionIsBusy = "The session has too much to do.";
    private const string TooMuch = "This client sends too much.";

    private RateLimit _rate = new(around.Rates, TimeSpan.Zero);
    private ISessionInbox? _session;
    private bool _hasRefused;

    /// <inheritdoc />
    public bool BeginsWithHello => true;

    /// <inheritdoc />
    public void BytesArrived(long count)
    {
        socket.From.TakeBytes(count, socket.HeardAtOfAll);
        if (!_rate.TakeBytes(count, socket.HeardAt))
        {
            CloseForRate();
        }
    }

    /// <inheritdoc />
    public bool ControlFrameArrived()
    {
        // There is no word to refuse a ping with, so it only stays without its pong.
        var verdict = TakeFrame().Verdict;
        if (verdict == RateVerdict.FarOver)
        {
            CloseForRate();
        }

        return verdict == RateVerdict.Allowed;
    }

    /// <inheritdoc />
    public ValueTask ReceiveAsync(ReceivedMessage message)
    {
        var form = message.Kind == ReceivedKind.Text ? Subprotocol.Json : Subprotocol.Binary;
        if (form != socket.Form)
        {
            socket.Close(WebSocketCloseStatus.InvalidMessageType, "Text and binary messages do not mix: the subprotocol says which.");
            return ValueTask.CompletedTask;
        }

        if (form == Subprotocol.Binary && _session is { } session && TryForwardCommands(session, message.Bytes.Span))
        {
            return ValueTask.CompletedTask;
        }

        var decoded = form switch
        {
            Subprotocol.Binary => BinaryCodec.DecodeClientBatch(new ReadOnlySequence<byte>(message.Bytes), CodecLimits.Default),
            Subprotocol.Json => JsonCodec.DecodeClientBatch(new ReadOnlySequence<byte>(message.Bytes), CodecLimits.Default),
        };
        if (decoded.Error is { } error)
        {
            socket.Close(CloseCode.ProtocolError, error.Sentence);
            return ValueTask.CompletedTask;
        }

        // A message without an envelope is work too.
        if (decoded.Envelopes.Count == 0 && TakeFrame().Verdict == RateVerdict.FarOver)
        {
            CloseForRate();
        }

        if (_session is null && decoded.Envelopes.Count > 0)
        {
            return EnterAsync(decoded.Envelopes);
        }

        Forward(decoded.Envelopes, first: 0);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public void StretchEnded()
    {
        if (_hasRefused)
        {
            _hasRefused = false;
            socket.Outbox.Flush();
        }
    }

    /// <inheritdoc />
    public void Ended() => _session?.ConnectionLost(socket);

    // Nearly all messages are commands and nothing else. Nothing of a message is forwarded before all of it has been looked at.
    private bool TryForwardCommands(ISessionInbox session, ReadOnlySpan<byte> message)
    {
        if (!CommandFields.AreAll(message, CodecLimits.Default.EnvelopesPerBatchMax))
        {
            return false;
        }

        while (!socket.IsClosing && CommandFields.TryTake(ref message, out var command))
        {
            Forward(session, command);
        }

        return true;
    }

    private void Forward(ISessionInbox session, CommandFields command)
    {
        var rate = TakeFrame();
        switch (rate.Verdict)
        {
            case RateVerdict.Allowed:
                if (!session.TryReceive(socket, command))
                {
                    Refuse(Errors.ToRoom(command.Room, command.Number, command.RequestId, ErrorCode.Busy, SessionIsBusy));
                }

                break;
            case RateVerdict.Over:
                RefuseForRate(
                    Errors.ToRoom(command.Room, command.Number, command.RequestId, ErrorCode.RateLimited, TooMuch), rate.RetryAfterMs);
                break;
            case RateVerdict.FarOver:
                CloseForRate();
                break;
        }
    }

    private async ValueTask EnterAsync(IReadOnlyList<ClientEnvelope> envelopes)
    {
        socket.HelloArrived();
        switch (await entrance.EnterAsync(socket, envelopes[0]).ConfigureAwait(false))
        {
            case DoorAnswer.Opened opened:
                _session = opened.Session;
                Forward(envelopes, first: 1);
                break;
            case DoorAnswer.Refused refused:
                socket.Close(refused.Code, refused.Reason);
                break;
        }
    }

    private void Forward(IReadOnlyList<ClientEnvelope> envelopes, int first)
    {
        for (var index = first; index < envelopes.Count && !socket.IsClosing; index++)
        {
            Forward(_session!, envelopes[index]);
        }
    }

    private void Forward(ISessionInbox session, ClientEnvelope envelope)
    {
        var rate = TakeFrame();
        switch (rate.Verdict)
        {
            case RateVerdict.Allowed when envelope.KindCase == ClientEnvelope.KindOneofCase.None:
                Refuse(Errors.To(envelope, ErrorCode.Unimplemented, "This server does not know this kind of frame."));
                break;
            case RateVerdict.Allowed:
                if (!session.TryReceive(socket, envelope))
                {
                    Refuse(Errors.To(envelope, ErrorCode.Busy, SessionIsBusy));
                }

                break;
            case RateVerdict.Over:
                RefuseForRate(Errors.To(envelope, ErrorCode.RateLimited, TooMuch), rate.RetryAfterMs);
                break;
            case RateVerdict.FarOver:
                CloseForRate();
                break;
        }
    }

    private RateAnswer TakeFrame()
    {
        var rate = _rate.TakeFrame(socket.HeardAt);
        return rate.Verdict == RateVerdict.Allowed && socket.From.TakeFrame(socket.HeardAtOfAll) is var retryAfterMs and > 0
            ? _rate.Refuse(retryAfterMs, socket.HeardAt)
            : rate;
    }

    private void RefuseForRate(ServerEnvelope refusal, int retryAfterMs)
    {
        refusal.Error.Retry = Error.Types.Retry.Later;
        refusal.Error.RetryAfterMs = (uint)retryAfterMs;
        Refuse(refusal);
    }

    // Whoever sends much at once is refused much at once: that is one write.
    private void Refuse(ServerEnvelope refusal)
    {
        around.Meter.FrameRefused(refusal.Error.Code.ToString());
        socket.Outbox.Put(new OutgoingFrame(refusal));
        _hasRefused = true;
    }

    private void CloseForRate() => socket.Close(CloseCode.TooManyRequests, "This client sends far too much.");
}
