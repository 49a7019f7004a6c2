using GameServer.Actors;

namespace GameServer.Links;

/// <summary>
/// One connection, from its dial or acceptance to its end: brings what happens on it to the actor that owns it, as messages, and has its
/// outbox. From any thread.
/// </summary>
internal sealed class LinkLine(ulong number, ActorRef owner, int outboxBytesMax) : ILinkEvents
{
    private readonly Lock _gate = new();
    private ActorRef _owner = owner;
    private ILinkConnection? _connection;
    private string? _cause;
    private bool _isLetGo;

    /// <summary>Of the dial, or among those accepted: the higher, the newer.</summary>
    internal ulong Number => number;

    /// <summary>The only writer. There as soon as the line is open.</summary>
    internal LinkOutbox? Outbox { get; private set; }

    internal long BytesReceived => _connection?.BytesReceived ?? 0;

    /// <summary>What the proofs of this line are bound to.</summary>
    internal ReadOnlyMemory<byte> Binding => _connection?.Binding ?? default;

    /// <summary>Another actor owns the line from here on; if the line has ended meanwhile, it is told so.</summary>
    internal void HandTo(ActorRef newOwner)
    {
        string? cause;
        lock (_gate)
        {
            _owner = newOwner;
            cause = _cause;
        }

        if (cause is not null)
        {
            newOwner.TellAlways(new LinkMessage.Closed(this, cause));
        }
    }

    /// <summary>The other end has proved who it is.</summary>
    internal void Trust() => _connection?.Trust();

    /// <summary>The last message has been used; the next may come.</summary>
    internal void Next() => _connection?.Next();

    /// <summary>Ends the connection, now or when it is made.</summary>
    internal void Close()
    {
        lock (_gate)
        {
            _isLetGo = true;
        }

        Outbox?.GoDown();
        _connection?.Close();
    }

    /// <inheritdoc />
    public void Opened(ILinkConnection connection)
    {
        bool isLetGo;
        lock (_gate)
        {
            _connection = connection;
            Outbox = new LinkOutbox(connection, outboxBytesMax, OverLimit);
            isLetGo = _isLetGo;
        }

        if (isLetGo)
        {
            connection.Close();
        }
        else
        {
            Tell(new LinkMessage.Opened(this));
        }
    }

    /// <inheritdoc />
    public void Failed(bool isRefused, string cause) => Tell(new LinkMessage.Failed(this, isRefused, cause));

    /// <inheritdoc />
    public void Received(ReadOnlyMemory<byte> message) => Tell(new LinkMessage.Received(this, message));

    /// <inheritdoc />
    public void Sent() => Outbox!.Sent();

    /// <inheritdoc />
    public void Closed(string cause)
    {
        Outbox!.Ended();
        lock (_gate)
        {
            _cause = cause;
        }

        Tell(new LinkMessage.Closed(this, cause));
    }

    /// <inheritdoc />
    public override string ToString() => $"line {number}";

    private void OverLimit() => Tell(new LinkMessage.Closed(this, "more waits for the other node than may"));

    // Never within the lock: the thread that tells may be the one that runs the actor's turn.
    private void Tell(LinkMessage message)
    {
        ActorRef to;
        lock (_gate)
        {
            to = _owner;
        }

        to.TellAlways(message);
    }
}
