using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using GameServer.Sessions;

namespace GameServer.Gateway;

/// <summary>
/// What a WebSocket takes for its connection: it reads the transport, and what it would write (pongs, closes) goes to the outbox, the only
/// writer. The WebSocket writes one whole frame at a time. While nothing is here no buffer is held.
/// </summary>
internal sealed class SocketStream(PipeReader input, ClientSocket socket, int messageBytesMax) : Stream
{
    private FrameWatch _frames = new(messageBytesMax);

    // Read from the transport and not handed on yet.
    private ReadOnlySequence<byte> _here;

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

    /// <summary>With an empty buffer it waits until something is here, or the end.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_here.IsEmpty && _frames.Finding != FrameFinding.NoMask)
        {
            // What came before has been handled, and nothing of the message is kept: what the client still sends of it is skipped.
            if (_frames.Finding == FrameFinding.TooLarge)
            {
                socket.MessageTooLarge();
            }

            socket.FlushPongs();
            if (!input.TryRead(out var arrived))
            {
                return WaitAsync(buffer);
            }

            Take(arrived);
        }

        return new ValueTask<int>(HandOn(buffer.Span));
    }

    /// <summary>
    /// Drops what was read and not handed on, so that the transport can be read by others. Whether there is any, or more behind a frame
    /// that is not handed on.
    /// </summary>
    internal bool Drop()
    {
        if (_here.IsEmpty)
        {
            return _frames.Finding != FrameFinding.Nothing;
        }

        input.AdvanceTo(_here.End);
        _here = default;
        return true;
    }

    /// <inheritdoc />
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        socket.FrameMade(buffer.ToArray());
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
    public override void Write(byte[] buffer, int offset, int count) => socket.FrameMade(buffer.AsSpan(offset, count).ToArray());

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(Memory<byte> buffer)
    {
        Take(await input.ReadAsync().ConfigureAwait(false));
        return HandOn(buffer.Span);
    }

    private void Take(ReadResult arrived)
    {
        var bytes = arrived.Buffer;
        if (bytes.IsEmpty)
        {
            input.AdvanceTo(bytes.End);
            return;
        }

        _here = bytes.Slice(0, _frames.CountGood(bytes));
        socket.BytesArrived(_frames.Finding == FrameFinding.TooLarge ? _here.Length : bytes.Length);
        socket.PongsArrived(_frames.Pongs);
        if (_here.IsEmpty)
        {
            input.AdvanceTo(bytes.End);
        }
    }

    private int HandOn(Span<byte> buffer)
    {
        // What came before the bad frame is read first.
        if (_here.IsEmpty && _frames.Finding == FrameFinding.NoMask)
        {
            socket.FrameMade(WireFrame.Close((int)WebSocketCloseStatus.ProtocolError, "A client masks its frames."));
            throw new IOException("A frame without a mask.");
        }

        var count = (int)Math.Min(buffer.Length, _here.Length);
        if (count > 0)
        {
            _here.Slice(0, count).CopyTo(buffer);
            var left = _here.Slice(count);
            if (left.IsEmpty)
            {
                input.AdvanceTo(_here.End);
            }

            _here = left;
        }

        return count;
    }
}
