using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using GameServer.Sessions;

namespace GameServer.Gateway;

/// <summary>
/// Writes through the transport's pipe, below which TLS may be. The pipe is so small that a flush ends when all bytes are sent.
/// </summary>
internal sealed class PipeTransportWriter(PipeWriter output, Outbox outbox) : ITransportWriter
{
    private ConfiguredValueTaskAwaitable<FlushResult>.ConfiguredValueTaskAwaiter _flushing;
    private Action? _flushed;

    /// <inheritdoc />
    public OutboxWrite Write(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            output.Write(bytes.Span);
            _flushing = output.FlushAsync().ConfigureAwait(false).GetAwaiter();
        }
        catch (Exception ended) when (IsEnd(ended))
        {
            return OutboxWrite.Gone;
        }

        if (_flushing.IsCompleted)
        {
            return Outcome();
        }

        // Nothing of this object is touched after this: the flush may end, and the next begin, on another thread.
        _flushing.UnsafeOnCompleted(_flushed ??= Flushed);
        return OutboxWrite.Pending;
    }

    /// <inheritdoc />
    public int WriteSome(ReadOnlySpan<byte> message) => 0;

    /// <inheritdoc />
    public bool Prefetch() => _flushed is null;

    private static bool IsEnd(Exception failure) => failure is IOException or OperationCanceledException or InvalidOperationException;

    private void Flushed() => outbox.Written(Outcome());

    private OutboxWrite Outcome()
    {
        try
        {
            return _flushing.GetResult().IsCompleted ? OutboxWrite.Gone : OutboxWrite.Done;
        }
        catch (Exception ended) when (IsEnd(ended))
        {
            return OutboxWrite.Gone;
        }
    }
}
