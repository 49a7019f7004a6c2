using GameServer.Sessions;

namespace GameServer.Gateway;

/// <summary>
/// Hands an outbox's bytes to the operating system, by one thread at a time: through the transport's pipe or straight to its socket.
/// </summary>
internal interface ITransportWriter
{
    /// <summary>As <see cref="IOutboxWriter.Write"/>: after a pending write the outbox is told.</summary>
    OutboxWrite Write(ReadOnlyMemory<byte> bytes);

    /// <summary>As <see cref="IOutboxWriter.WriteSome"/>.</summary>
    int WriteSome(ReadOnlySpan<byte> message);

    /// <summary>As <see cref="Outbox.Prefetch(ReadOnlySpan{Outbox})"/>.</summary>
    bool Prefetch();
}
