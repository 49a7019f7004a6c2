using System.Collections.Concurrent;
using System.Threading.Channels;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using Google.Protobuf;

namespace GameServer.Tests.Gateway;

/// <summary>A door behind which every session records what it gets and answers heartbeats.</summary>
internal sealed class TestDoor : ISessionDoor
{
    private readonly Channel<TestSession> _opened = Channel.CreateUnbounded<TestSession>();

    /// <summary>What the door says instead of opening; null opens.</summary>
    internal Func<DoorAnswer>? Answer { get; init; }

    /// <summary>False: sessions take nothing.</summary>
    internal bool SessionsTake { get; init; } = true;

    internal ConcurrentQueue<Resume> Resumes { get; } = new();

    public ValueTask<DoorAnswer> OpenAsync(IClientConnection connection, PlayerIdentity player, CancellationToken cancel) =>
        new(Open(connection, player));

    public ValueTask<DoorAnswer> ResumeAsync(IClientConnection connection, Resume resume, CancellationToken cancel)
    {
        Resumes.Enqueue(resume);
        return new(Open(connection, null));
    }

    internal async Task<TestSession> NextSessionAsync() =>
        await _opened.Reader.ReadAsync().AsTask().WaitAsync(GatewayHost.Patience);

    private DoorAnswer Open(IClientConnection connection, PlayerIdentity? player)
    {
        if (Answer is { } answer)
        {
            return answer();
        }

        var session = new TestSession(connection, player, SessionsTake);
        connection.Outbox.Send(new OutgoingFrame(new ServerEnvelope
        {
            Welcome = new Welcome { PlayerId = player?.Id.Value ?? "resumed", PlayerName = player?.Name ?? string.Empty },
        }));
        _opened.Writer.TryWrite(session);
        return new DoorAnswer.Opened(session);
    }
}

/// <summary>A session that answers heartbeats and records everything.</summary>
internal sealed class TestSession(IClientConnection connection, PlayerIdentity? player, bool takes) : ISessionInbox
{
    private readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal IClientConnection Connection => connection;

    internal PlayerIdentity? Player => player;

    internal ConcurrentQueue<ClientEnvelope> Received { get; } = new();

    internal Task Lost => _lost.Task.WaitAsync(GatewayHost.Patience);

    public bool TryReceive(IClientConnection from, CommandFields command) => TryReceive(from, new ClientEnvelope
    {
        Command = new Command
        {
            Room = command.Room,
            CommandSeq = command.Number,
            RepliesSeen = command.RepliesSeen,
            Payload = ByteString.CopyFrom(command.Payload),
        },
        RequestId = command.RequestId,
    });

    public bool TryReceive(IClientConnection from, ClientEnvelope envelope)
    {
        if (!takes)
        {
            return false;
        }

        Received.Enqueue(envelope);
        if (envelope.KindCase == ClientEnvelope.KindOneofCase.Heartbeat)
        {
            var reply = new HeartbeatReply { ClientTimeMs = envelope.Heartbeat.ClientTimeMs };
            from.Outbox.Send(new OutgoingFrame(new ServerEnvelope { RequestId = envelope.RequestId, Heartbeat = reply }));
        }

        return true;
    }

    public void ConnectionLost(IClientConnection lost) => _lost.TrySetResult();
}
