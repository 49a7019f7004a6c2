using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Sessions;

/// <summary>A connection without a socket: a test reads what its outbox holds and with which code it was closed.</summary>
internal sealed class RecordingConnection : IClientConnection, IOutboxWriter
{
    private readonly Queue<ServerEnvelope> _envelopes = new();

    internal RecordingConnection() => Outbox = new Outbox(Subprotocol.Binary, new OutboxLimits(1_000, 1_000_000, 65_536), this);

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

    public void Wake()
    {
    }

    public void OverLimit() => Close(CloseCode.SlowConsumer, "");

    public void Unwritable(Exception failure) => Close(CloseCode.SessionError, "");

    /// <summary>The next envelope that would have been written; null when there is none.</summary>
    internal ServerEnvelope? Next()
    {
        var batch = new List<OutboxEntry>();
        while (Outbox.Take(batch) == OutboxTaken.Batch)
        {
            foreach (var entry in batch)
            {
                _envelopes.Enqueue(ServerBatch.Parser.ParseFrom(entry.Bytes.Span).Envelopes.Single());
            }
        }

        return _envelopes.TryDequeue(out var envelope) ? envelope : null;
    }
}
