namespace GameServer.Sessions;

/// <summary>What is below an outbox; the gateway implements it. Its members return at once, and none is called under a lock.</summary>
internal interface IOutboxWriter
{
    /// <summary>
    /// Hands bytes to the transport, by one thread at a time. They stay as they are until this returns, or until
    /// <see cref="Outbox.Written"/> is called after the answer <see cref="OutboxWrite.Pending"/>.
    /// </summary>
    /// <param name="bytes">What is written.</param>
    /// <param name="frames">How many frames end in them.</param>
    OutboxWrite Write(ReadOnlyMemory<byte> bytes, int frames);

    /// <summary>
    /// Hands over what the transport takes at once of a message, by one thread at a time, and keeps none of the bytes. How many those are;
    /// -1: the connection is gone.
    /// </summary>
    /// <param name="message">The whole message.</param>
    /// <param name="frames">How many frames it is.</param>
    int WriteSome(ReadOnlySpan<byte> message, int frames);

    /// <summary>As <see cref="Outbox.Prefetch(ReadOnlySpan{Outbox})"/>; nothing where a write does not need much.</summary>
    bool Prefetch() => false;

    /// <summary>The hard limit was reached and what waited is gone: end the connection with SLOW_CONSUMER. Called once.</summary>
    void OverLimit();

    /// <summary>A frame cannot be written in this connection's form: end the connection with SESSION_ERROR. Called once.</summary>
    void Unwritable(Exception failure);

    /// <summary>Nothing is being written and nothing will be. Called once.</summary>
    void Ended();
}

/// <summary>What became of bytes.</summary>
internal enum OutboxWrite
{
    /// <summary>The transport has them.</summary>
    Done,

    /// <summary>The transport takes no more for now; <see cref="Outbox.Written"/> is called when it has them.</summary>
    Pending,

    /// <summary>The connection is gone.</summary>
    Gone,
}
