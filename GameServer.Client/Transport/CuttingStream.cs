#if NET10_0_OR_GREATER
namespace GameServer.Client.Transport;

/// <summary>A network stream that breaks off wherever the simulation says, also in the middle of a frame.</summary>
internal sealed class CuttingStream : Stream
{
    private readonly Stream _inner;
    private readonly NetworkSimulation _simulation;
    private readonly IDisposable _watched;

    internal CuttingStream(Stream inner, NetworkSimulation simulation)
    {
        (_inner, _simulation) = (inner, simulation);
        _watched = simulation.Watch(inner.Dispose);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await _inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        var passing = _simulation.TakeBytes(read);
        if (passing == read)
        {
            return read;
        }

        // What lies beyond the cut never arrived; what lies before it did, and the next read fails.
        var cut = Cut();
        return passing > 0 ? passing : throw cut;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var passing = _simulation.TakeBytes(buffer.Length);
        await _inner.WriteAsync(buffer[..passing], cancellationToken).ConfigureAwait(false);
        if (passing < buffer.Length)
        {
            throw Cut();
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => _inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Only asynchronous reads are cut.");

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Only asynchronous writes are cut.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _watched.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private IOException Cut()
    {
        _inner.Dispose();
        return new IOException("The simulated network was cut.");
    }
}
#endif
