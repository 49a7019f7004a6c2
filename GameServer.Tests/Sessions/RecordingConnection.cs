using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>A connection without a socket: a test reads what was written to it and with which code it was closed.</summary>
internal sealed class RecordingConnection : IClientConnection, IOutboxWriter
{
    private readonly WrittenFrames _written = new();
    private readonly Queue<ServerEnvelope> _envelopes = new();

    internal RecordingConnection() =>
        Outbox = new Outbox(Subprotocol.Binary, new OutboxLimits(1_000, 1_000_000, 65_536), new OutboxPool(), this);

    public Outbox Outbox { get; }

    public string RemoteAddress => "test";

    internal CloseCode ClosedWith { get; private set; }

    public void Close(CloseCode code, string reason)
    {
        if (ClosedWith == CloseCode.Unspecified)
        {
            ClosedWith = code;
        }
    }

    public OutboxWrite Write(ReadOnlyMemory<byte> bytes, int frames)
    {
        _written.Add(bytes.Span);
        return OutboxWrite.Done;
    }

    public int WriteSome(ReadOnlySpan<byte> message)
    {
        _written.Add(message);
        return message.Length;
    }

    public void OverLimit() => Close(CloseCode.SlowConsumer, "");

    public void Unwritable(Exception failure) => Close(CloseCode.SessionError, "");

    public void Ended()
    {
    }

    /// <summary>The next envelope that was or would be written; null when there is none.</summary>
    internal ServerEnvelope? Next()
    {
        Outbox.Flush();
        while (_written.Next() is { } frame)
        {
            foreach (var envelope in ServerBatch.Parser.ParseFrom(frame.Payload).Envelopes)
            {
                _envelopes.Enqueue(envelope);
            }
        }

        return _envelopes.TryDequeue(out var next) ? next : null;
    }
}
