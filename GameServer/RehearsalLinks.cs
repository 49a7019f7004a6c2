using System.Collections.Concurrent;
using GameServer.Links;

namespace GameServer;

/// <summary>The network between the nodes of a <see cref="Rehearsal"/>: messages go from queue to queue. From any thread.</summary>
internal sealed class RehearsalLinks
{
    private readonly ConcurrentDictionary<string, Func<ILinkConnection, ILinkEvents>> _listeners = new();
    private readonly ConcurrentBag<(string Address, LinkEnd End)> _ends = [];

    /// <summary>The way from the node at the address to the others.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="accept">Gets what others dial.</param>
    internal ILinkTransport Of(string address, Func<ILinkConnection, ILinkEvents> accept)
    {
        _listeners[address] = accept;
        return new Transport(this, address);
    }

    /// <summary>Nobody listens at the address any more, and the connections from and to it break.</summary>
    internal void Die(string address)
    {
        _listeners.TryRemove(address, out _);
        foreach (var (at, end) in _ends)
        {
            if (at == address)
            {
                end.Close();
            }
        }
    }

    private sealed class Transport(RehearsalLinks links, string from) : ILinkTransport
    {
        public void Dial(string address, ILinkEvents events) => ThreadPool.QueueUserWorkItem(_ =>
        {
            if (!links._listeners.TryGetValue(address, out var accept))
            {
                events.Failed(isRefused: true, "nobody listens there");
                return;
            }

            var (near, far) = (new LinkEnd { Events = events }, new LinkEnd());
            (near.Other, far.Other) = (far, near);
            links._ends.Add((from, near));
            links._ends.Add((address, far));
            far.Events = accept(far);
            events.Opened(near);
            near.Open();
            far.Open();
        });
    }

    private sealed class LinkEnd : ILinkConnection
    {
        private readonly Lock _lock = new();
        private readonly Queue<byte[]> _arrived = [];
        private long _bytes;
        private bool _isOpen;
        private bool _isBusy;
        private bool _isClosed;

        public long BytesReceived => Volatile.Read(ref _bytes);

        internal ILinkEvents? Events { get; set; }

        internal LinkEnd? Other { get; set; }

        public void Send(ReadOnlyMemory<byte> message)
        {
            Other!.Arrive(message.ToArray());
            Events!.Sent();
        }

        public void Trust()
        {
            // Both ends are this process.
        }

        public void Next()
        {
            lock (_lock)
            {
                _isBusy = false;
            }

            Deliver();
        }

        public void Close()
        {
            Other!.End();
            End();
        }

        /// <summary>From now on what arrives is delivered.</summary>
        internal void Open()
        {
            lock (_lock)
            {
                _isOpen = true;
            }

            Deliver();
        }

        private void Arrive(byte[] message)
        {
            lock (_lock)
            {
                _arrived.Enqueue(message);
            }

            Interlocked.Add(ref _bytes, message.Length);
            Deliver();
        }

        private void Deliver()
        {
            lock (_lock)
            {
                if (!_isOpen || _isBusy || _isClosed || !_arrived.TryDequeue(out var message))
                {
                    return;
                }

                _isBusy = true;
                ThreadPool.QueueUserWorkItem(_ => Events!.Received(message));
            }
        }

        private void End()
        {
            lock (_lock)
            {
                if (_isClosed)
                {
                    return;
                }

                _isClosed = true;
            }

            Events?.Closed("the other end is gone");
        }
    }
}
