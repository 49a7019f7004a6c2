using System.Buffers.Binary;
using GameServer.Links;

namespace GameServer.Tests.Simulation;

/// <summary>
/// One process's end of a connection between nodes: messages go as bytes over a lane, with their length before them, and are put together
/// at the other end.
/// </summary>
internal sealed class SimLinkEnd(SimWorld world, SimProcess process, SimLane from, SimLane to) : ILinkConnection
{
    private const int WindowBytes = 64 * 1024;
    private const int HeaderBytes = sizeof(int);

    private readonly Queue<byte[]> _received = new();
    private byte[] _incomplete = [];
    private ILinkEvents? _events;
    private Action _closed = () => { };
    private int _bytesMax = LinkOptions.GreetingBytesMax;
    private bool _isSentDue;
    private bool _isBusy;

    internal bool IsOpen { get; private set; } = true;

    /// <inheritdoc />
    public long BytesReceived { get; private set; }

    /// <summary>From now on there is somebody to tell.</summary>
    /// <param name="events">Who.</param>
    /// <param name="closed">Called when this end closes by itself.</param>
    internal void Open(ILinkEvents events, Action closed)
    {
        (_events, _closed) = (events, closed);
        from.Arrived = bytes => process.Enter(() => Arrive(bytes));
        to.Drained = () => process.Enter(SaySentIfDue);
        Deliver();
    }

    /// <inheritdoc />
    public void Trust() => _bytesMax = int.MaxValue;

    /// <inheritdoc />
    public void Send(ReadOnlyMemory<byte> message)
    {
        if (!IsOpen)
        {
            return;
        }

        var framed = new byte[HeaderBytes + message.Length];
        BinaryPrimitives.WriteInt32LittleEndian(framed, message.Length);
        message.CopyTo(framed.AsMemory(HeaderBytes));
        world.Trace.Carried("link", framed);
        to.Send(framed);
        _isSentDue = true;
        if (world.Random.OneIn(2))
        {
            SaySentIfDue();
        }
        else
        {
            world.Agenda.After(TimeSpan.FromMicroseconds(50), () => process.Enter(SaySentIfDue));
        }
    }

    /// <inheritdoc />
    public void Next()
    {
        if (_isBusy && IsOpen)
        {
            _isBusy = false;
            Deliver();
        }
    }

    /// <inheritdoc />
    public void Close()
    {
        if (IsOpen)
        {
            End("closed here");
            _closed();
        }
    }

    /// <summary>The connection is gone, as this end hears.</summary>
    internal void End(string cause)
    {
        if (!IsOpen)
        {
            return;
        }

        IsOpen = false;
        _received.Clear();
        world.Agenda.After(TimeSpan.Zero, () => process.Enter(() => _events?.Closed(cause)));
    }

    private void Arrive(byte[] bytes)
    {
        if (!IsOpen)
        {
            return;
        }

        BytesReceived += bytes.Length;
        _incomplete = [.. _incomplete, .. bytes];
        while (_incomplete.Length >= HeaderBytes)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(_incomplete);
            if (_incomplete.Length < HeaderBytes + length)
            {
                break;
            }

            _received.Enqueue(_incomplete[HeaderBytes..(HeaderBytes + length)]);
            _incomplete = _incomplete[(HeaderBytes + length)..];
        }

        Deliver();
    }

    private void Deliver()
    {
        if (_isBusy || !IsOpen || _events is null || !_received.TryDequeue(out var message))
        {
            return;
        }

        if (message.Length > _bytesMax)
        {
            Close();
            return;
        }

        _isBusy = true;
        _events.Received(message);
    }

    private void SaySentIfDue()
    {
        if (_isSentDue && IsOpen && to.BytesUnderWay <= WindowBytes)
        {
            _isSentDue = false;
            _events!.Sent();
        }
    }
}
