using System.Net.WebSockets;

namespace GameServer.Gateway;

/// <summary>
/// What a WebSocket takes for its connection: it reads the upgraded stream, and what it would write (pongs, closes) goes to the outbox,
/// the only writer. The WebSocket writes one whole frame at a time.
/// </summary>
internal sealed class SocketStream(Stream input, Action<int> bytesArrived, Action<byte[]> frameMade) : Stream
{
    private readonly MaskWatch _masks = new();

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = _masks.Found ? 0 : await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count > 0)
        {
            bytesArrived(count);
            count = _masks.CountGood(buffer.Span[..count]);
        }

        // What came before the bad frame is read first.
        if (_masks.Found && count == 0)
        {
            frameMade(WireFrame.Close((int)WebSocketCloseStatus.ProtocolError, "A client masks its frames."));
            throw new IOException("A frame without a mask.");
        }

        return count;
    }

    /// <inheritdoc />
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        frameMade(buffer.ToArray());
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => frameMade(buffer.AsSpan(offset, count).ToArray());

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();
}
