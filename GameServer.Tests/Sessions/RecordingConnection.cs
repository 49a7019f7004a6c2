using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>A connection without a socket: a test reads what was written to it and with which code it was closed.</summary>
internal sealed class RecordingConnection : IClientConnection, IOutboxWriter
{
    private readonly WrittenFrames _written = new();
    private readonly Queue<ServerEnvelope> _envelopes = new();
    private bool _isStalled;
    private byte[]? _pending;

    /// <param name="updateBytesMax">How much of rooms' updates may wait.</param>
    internal RecordingConnection(int updateBytesMax = int.MaxValue) =>
        Outbox = new Outbox(Subprotocol.Binary, new OutboxLimits(1_000, 1_000_000, 65_536, updateBytesMax), new OutboxPool(), this);

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

    /// <summary>The client reads nothing from now on.</summary>
    internal void Stall() => _isStalled = true;

    /// <summary>The client reads what waits, and goes on.</summary>
    internal void ReadOn()
    {
        _isStalled = false;
        if (_pending is { } bytes)
        {
            _pending = null;
            _written.Add(bytes);
            Outbox.Written(OutboxWrite.Done);
        }
    }

    public OutboxWrite Write(ReadOnlyMemory<byte> bytes, int frames)
    {
        if (_isStalled)
        {
            _pending = bytes.ToArray();
            return OutboxWrite.Pending;
        }

        _written.Add(bytes.Span);
        return OutboxWrite.Done;
    }

    public int WriteSome(ReadOnlySpan<byte> message, int frames)
    {
        if (_isStalled)
        {
            return 0;
        }

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
