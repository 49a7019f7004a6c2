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
    private readonly RateLimit _rate = new(around.Options.Rates, TimeSpan.Zero);
    private ISessionInbox? _session;

    /// <inheritdoc />
    public bool BeginsWithHello => true;

    /// <inheritdoc />
    public void BytesArrived(int count)
    {
        if (!_rate.TakeBytes(count, socket.Age))
        {
            CloseForRate();
        }
    }

    /// <inheritdoc />
    public async ValueTask ReceiveAsync(ReceivedMessage message)
    {
        var form = message.Kind == ReceivedKind.Text ? Subprotocol.Json : Subprotocol.Binary;
        if (form != socket.Form)
        {
            socket.Close(WebSocketCloseStatus.InvalidMessageType, "Text and binary messages do not mix: the subprotocol says which.");
            return;
        }

        var decoded = form switch
        {
            Subprotocol.Binary => BinaryCodec.DecodeClientBatch(new ReadOnlySequence<byte>(message.Bytes), CodecLimits.Default),
            Subprotocol.Json => JsonCodec.DecodeClientBatch(new ReadOnlySequence<byte>(message.Bytes), CodecLimits.Default),
        };
        if (decoded.Error is { } error)
        {
            socket.Close(CloseCode.ProtocolError, error.Sentence);
            return;
        }

        // A message without an envelope is work too.
        if (decoded.Envelopes.Count == 0 && _rate.TakeFrame(socket.Age).Verdict == RateVerdict.FarOver)
        {
            CloseForRate();
        }

        foreach (var envelope in decoded.Envelopes)
        {
            if (socket.IsClosing)
            {
                return;
            }

            if (_session is { } session)
            {
                Forward(session, envelope);
            }
            else
            {
                await EnterAsync(envelope).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc />
    public void Ended() => _session?.ConnectionLost(socket);

    private async ValueTask EnterAsync(ClientEnvelope first)
    {
        socket.HelloArrived();
        switch (await entrance.EnterAsync(socket, first).ConfigureAwait(false))
        {
            case DoorAnswer.Opened opened:
                _session = opened.Session;
                break;
            case DoorAnswer.Refused refused:
                socket.Close(refused.Code, refused.Reason);
                break;
        }
    }

    private void Forward(ISessionInbox session, ClientEnvelope envelope)
    {
        var rate = _rate.TakeFrame(socket.Age);
        switch (rate.Verdict)
        {
            case RateVerdict.Allowed when envelope.KindCase == ClientEnvelope.KindOneofCase.None:
                Refuse(Errors.To(envelope, ErrorCode.Unimplemented, "This server does not know this kind of frame."));
                break;
            case RateVerdict.Allowed:
                if (!session.TryReceive(socket, envelope))
                {
                    Refuse(Errors.To(envelope, ErrorCode.Busy, "The session has too much to do."));
                }

                break;
            case RateVerdict.Over:
                var refusal = Errors.To(envelope, ErrorCode.RateLimited, "This client sends too much.");
                refusal.Error.Retry = Error.Types.Retry.Later;
                refusal.Error.RetryAfterMs = (uint)rate.RetryAfterMs;
                Refuse(refusal);
                break;
            case RateVerdict.FarOver:
                CloseForRate();
                break;
        }
    }

    private void Refuse(ServerEnvelope refusal)
    {
        around.Meter.FrameRefused(refusal.Error.Code.ToString());
        socket.Outbox.Enqueue(new OutgoingFrame(refusal));
    }

    private void CloseForRate() => socket.Close(CloseCode.TooManyRequests, "This client sends far too much.");
}
