using GameServer.Links;
using GameServer.Protocol.Identity;

namespace GameServer.Tests.Links.TestKit;

/// <summary>One end of a connection: sends to the other end, keeps what has come until it is asked for.</summary>
internal sealed class MemoryEnd(MemoryLinks network, MemoryNode node) : ILinkConnection
{
    // What fits into the buffers of two hosts, so to speak.
    private const int WindowMessages = 4;

    private readonly Queue<Action> _arriving = new();
    private readonly Queue<byte[]> _received = new();
    private readonly Queue<Action> _held = new();
    private MemoryEnd? _other;
    private ILinkEvents? _events;
    private int _bytesMax = LinkOptions.GreetingBytesMax;
    private int _unread;
    private bool _isSentDue;
    private bool _isBusy;

    internal MemoryNode Node => node;

    internal NodeId Process => node.Process;

    internal bool IsOpen { get; private set; } = true;

    /// <summary>Nothing that it does reaches the other end any more.</summary>
    internal bool IsMute { get; set; }

    /// <inheritdoc />
    public long BytesReceived { get; private set; }

    internal void Join(MemoryEnd other) => _other = other;

    internal void Open(ILinkEvents events)
    {
        _events = events;
        Deliver();
    }

    /// <inheritdoc />
    public void Trust() => _bytesMax = node.Options.MessageBytesMax;

    /// <inheritdoc />
    public void Send(ReadOnlyMemory<byte> message)
    {
        if (!IsOpen || node.IsGone)
        {
            return;
        }

        if (!network.Passes(Process, _other!.Process, message.Length))
        {
            End("cut", losesAll: true);
            Pass(() => _other.End("cut", losesAll: true));
            return;
        }

        var bytes = message.ToArray();
        _unread++;
        Pass(() => _other.Arrive(bytes));
        _isSentDue = true;
        if (_unread < WindowMessages)
        {
            SaySent();
        }
    }

    /// <inheritdoc />
    public void Next()
    {
        if (_isBusy && IsOpen)
        {
            _isBusy = false;
            _other!.Used();
            Deliver();
        }
    }

    /// <inheritdoc />
    public void Close()
    {
        if (IsOpen && !node.IsGone)
        {
            End("closed here", losesAll: true);
            var losesAll = network.Toss();
            Pass(() => _other!.End("closed by the other side", losesAll));
        }
    }

    /// <summary>The end of the connection has reached this end; it may still read what came before.</summary>
    internal void End(string cause, bool losesAll)
    {
        if (!IsOpen)
        {
            return;
        }

        if (!losesAll && (_received.Count > 0 || _isBusy))
        {
            network.After(network.Delay() + TimeSpan.FromMilliseconds(1), () => End(cause, losesAll: true));
            return;
        }

        IsOpen = false;
        _received.Clear();
        network.After(TimeSpan.Zero, () => Tell(events => events.Closed(cause)));
    }

    /// <summary>What a partition held up goes on its way, before what was sent later.</summary>
    internal void Resume()
    {
        Action[] later = [.. _arriving];
        _arriving.Clear();
        while (_held.TryDequeue(out var step))
        {
            Pass(step);
        }

        Array.ForEach(later, _arriving.Enqueue);
    }

    // One thing after the other, each after a delay of its own.
    private void Pass(Action step)
    {
        if (IsMute)
        {
            return;
        }

        _arriving.Enqueue(step);
        network.After(network.Delay(), () =>
        {
            var next = _arriving.Dequeue();
            if (network.IsSilent(Process, _other!.Process))
            {
                _held.Enqueue(next);
            }
            else if (!IsMute)
            {
                next();
            }
        });
    }

    private void Arrive(byte[] bytes)
    {
        if (!IsOpen || node.IsGone)
        {
            return;
        }

        BytesReceived += bytes.Length + 1;
        _received.Enqueue(bytes);
        Deliver();
    }

    private void Deliver()
    {
        if (_isBusy || !IsOpen || _events is null || !_received.TryDequeue(out var bytes))
        {
            return;
        }

        if (bytes.Length > _bytesMax)
        {
            End($"the other side sent a message of more than {_bytesMax} bytes", losesAll: true);
            Pass(() => _other!.End("closed by the other side", losesAll: true));
            return;
        }

        _isBusy = true;
        Tell(events => events.Received(bytes));
    }

    private void Used()
    {
        _unread--;
        if (IsOpen && _isSentDue)
        {
            SaySent();
        }
    }

    private void SaySent()
    {
        _isSentDue = false;
        if (network.Toss())
        {
            Tell(events => events.Sent());
        }
        else
        {
            network.After(network.Delay(), () =>
            {
                if (IsOpen)
                {
                    Tell(events => events.Sent());
                }
            });
        }
    }

    private void Tell(Action<ILinkEvents> what)
    {
        if (!node.IsGone)
        {
            what(_events!);
        }
    }
}
