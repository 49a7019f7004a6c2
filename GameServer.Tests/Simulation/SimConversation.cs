using System.Buffers;
using GameServer.Gateway;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Simulation;

/// <summary>
/// What a node makes of what a client sends: as GameConversation in the gateway, which waits for the door on threads that a simulation does
/// not have.
/// </summary>
internal sealed class SimConversation
{
    private readonly SimFrames _frames = new();
    private readonly SimSocket _socket;
    private readonly SimDoor _door;
    private readonly SimAgenda _agenda;
    private RateLimit _rate;
    private ISessionInbox? _session;
    private bool _isEntering;
    private bool _hasEnded;

    internal SimConversation(SimSocket socket, SimDoor door, SimAgenda agenda, GatewayOptions options)
    {
        (_socket, _door, _agenda) = (socket, door, agenda);
        _rate = new RateLimit(options.Rates, agenda.Now);
        socket.Arrived = Arrived;
        socket.Gone = () =>
        {
            _hasEnded = true;
            _session?.ConnectionLost(socket);
        };
    }

    private void Arrived(byte[] bytes)
    {
        _frames.Add(bytes);
        while (!_isEntering && !_socket.IsClosing && _frames.Next() is { } frame)
        {
            Take(frame.Payload);
        }
    }

    private void Take(byte[] message)
    {
        if (_session is { } session && CommandFields.AreAll(message, CodecLimits.Default.EnvelopesPerBatchMax))
        {
            ReadOnlySpan<byte> left = message;
            while (!_socket.IsClosing && CommandFields.TryTake(ref left, out var command))
            {
                Forward(session, command);
            }

            return;
        }

        var decoded = BinaryCodec.DecodeClientBatch(new ReadOnlySequence<byte>(message), CodecLimits.Default);
        if (decoded.Error is { } error)
        {
            _socket.Close(CloseCode.ProtocolError, error.Sentence);
        }
        else if (_session is null)
        {
            Enter(decoded.Envelopes);
        }
        else
        {
            Forward(_session, decoded.Envelopes);
        }
    }

    private void Enter(IReadOnlyList<ClientEnvelope> envelopes)
    {
        _isEntering = true;
        _door.Enter(_socket, envelopes[0], answer =>
        {
            _isEntering = false;
            switch (answer)
            {
                case DoorAnswer.Opened opened when _hasEnded:
                    opened.Session.ConnectionLost(_socket);
                    break;
                case DoorAnswer.Opened opened:
                    _session = opened.Session;
                    Forward(opened.Session, envelopes.Skip(1));
                    Arrived([]);
                    break;
                case DoorAnswer.Refused refused:
                    _socket.Close(refused.Code, refused.Reason);
                    break;
            }
        });
    }

    private void Forward(ISessionInbox session, CommandFields command)
    {
        if (_rate.TakeFrame(_agenda.Now) is { Verdict: not RateVerdict.Allowed } over)
        {
            Refuse(
                Errors.ToRoom(command.Room, command.Number, command.RequestId, ErrorCode.RateLimited, "Too much."), over.RetryAfterMs);
        }
        else if (!session.TryReceive(_socket, command))
        {
            Refuse(Errors.ToRoom(command.Room, command.Number, command.RequestId, ErrorCode.Busy, "Too much."), retryAfterMs: 100);
        }
    }

    private void Forward(ISessionInbox session, IEnumerable<ClientEnvelope> envelopes)
    {
        foreach (var envelope in envelopes.TakeWhile(_ => !_socket.IsClosing))
        {
            if (_rate.TakeFrame(_agenda.Now) is { Verdict: not RateVerdict.Allowed } over)
            {
                Refuse(Errors.To(envelope, ErrorCode.RateLimited, "Too much."), over.RetryAfterMs);
            }
            else if (!session.TryReceive(_socket, envelope))
            {
                Refuse(Errors.To(envelope, ErrorCode.Busy, "Too much."), retryAfterMs: 100);
            }
        }
    }

    private void Refuse(ServerEnvelope refusal, int retryAfterMs)
    {
        refusal.Error.Retry = Error.Types.Retry.Later;
        refusal.Error.RetryAfterMs = (uint)retryAfterMs;
        _socket.Outbox.Send(new OutgoingFrame(refusal));
    }
}
