using System.Collections.Concurrent;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Gateway;

/// <summary>
/// All connections of this node: how many there may be, the sweep over their deadlines, and the end of all of them. May be used from any
/// thread.
/// </summary>
internal sealed class ConnectionRegistry : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, AddressShare> _addresses = new(StringComparer.Ordinal);
    private readonly HashSet<AddressShare> _left = [];
    private readonly ConcurrentDictionary<long, ClientSocket> _sockets = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GatewayOptions _options;
    private readonly AddressLimits _limits;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private (CloseCode Code, string Reason)? _closing;
    private bool _isLeaving;
    private TokenBucket _handshakes;
    private int _admitted;
    private long _lastNumber;

    internal ConnectionRegistry(GatewayOptions options, TimeProvider time)
    {
        (_options, _time, _limits) = (options, time, options.PerAddress);
        _handshakes = new TokenBucket(options.HandshakesPerSecond, options.HandshakesBurst, Now);
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <summary>Connections that run.</summary>
    internal int Count => _sockets.Count;

    private TimeSpan Now => _time.GetElapsedTime(0);

    /// <summary>Asks for a place. Whoever is admitted leaves again.</summary>
    /// <param name="address">Where the client is.</param>
    /// <param name="share">What it has together with the others from there; null: it is not admitted.</param>
    internal Admission Admit(string address, out AddressShare? share)
    {
        share = null;
        lock (_lock)
        {
            if (_isLeaving || _closing is not null)
            {
                return Admission.Stopping;
            }

            if (_admitted >= _options.ConnectionsMax)
            {
                return Admission.Full;
            }

            var here = Share(address);
            if (here.Connections >= _options.ConnectionsPerAddressMax)
            {
                return Admission.AddressFull;
            }

            if (!here.TryConnect(Now))
            {
                return Admission.AddressTooFast;
            }

            if (!_handshakes.TryTake(1, Now))
            {
                return Admission.TooFast;
            }

            here.Connections++;
            _admitted++;
            share = here;
            return Admission.Admitted;
        }
    }

    /// <summary>Gives the place back.</summary>
    internal void Leave(AddressShare share)
    {
        lock (_lock)
        {
            _admitted--;
            if (--share.Connections == 0)
            {
                _left.Add(share);
            }

            if ((_isLeaving || _closing is not null) && _admitted == 0)
            {
                _empty.TrySetResult();
            }
        }
    }

    internal long NextNumber() => Interlocked.Increment(ref _lastNumber);

    /// <summary>Takes an admitted connection into the sweep, and into the end if that has begun.</summary>
    internal void Add(ClientSocket socket)
    {
        _sockets[socket.Number] = socket;
        (CloseCode Code, string Reason)? closing;
        lock (_lock)
        {
            closing = _closing;
        }

        if (closing is { } end)
        {
            socket.Close(end.Code, end.Reason);
        }
    }

    internal void Remove(ClientSocket socket) => _sockets.TryRemove(socket.Number, out _);

    /// <summary>
    /// Admits nobody any more and asks every client to connect elsewhere, one after the other over that time. Done when all have gone.
    /// </summary>
    internal Task SendAwayAsync(TimeSpan spread)
    {
        lock (_lock)
        {
            _isLeaving = true;
            if (_admitted == 0)
            {
                _empty.TrySetResult();
            }
        }

        var sockets = _sockets.Values.ToList();
        for (var index = 0; index < sockets.Count; index++)
        {
            var goAway = new GoAway { ReconnectAfterMs = (uint)(spread.TotalMilliseconds * index / sockets.Count) };
            sockets[index].Outbox.Send(new OutgoingFrame(new ServerEnvelope { GoAway = goAway }));
        }

        return _empty.Task;
    }

    /// <summary>
    /// Admits nobody any more, closes every connection, and is done when all have ended, which their close timeout bounds.
    /// </summary>
    internal Task CloseAllAsync(CloseCode code, string reason)
    {
        lock (_lock)
        {
            _closing ??= (code, reason);
            if (_admitted == 0)
            {
                _empty.TrySetResult();
            }
        }

        foreach (var socket in _sockets.Values)
        {
            socket.Close(code, reason);
        }

        return _empty.Task;
    }

    /// <inheritdoc />
    public void Dispose() => _sweep.Dispose();

    private AddressShare Share(string address)
    {
        if (!_addresses.TryGetValue(address, out var share))
        {
            _addresses.Add(address, share = new AddressShare(address, _limits, Now));
            _left.Add(share);
        }

        return share;
    }

    // What an address has used up or owes is remembered for as long as it makes a difference.
    private void ForgetAddresses()
    {
        lock (_lock)
        {
            foreach (var share in _left.Where(share => share.Connections > 0 || share.IsForgettable(Now)).ToList())
            {
                _left.Remove(share);
                if (share.Connections == 0)
                {
                    _addresses.Remove(share.Address);
                }
            }
        }
    }

    private void Sweep()
    {
        ForgetAddresses();
        var now = _time.GetTimestamp();
        foreach (var (_, socket) in _sockets)
        {
            socket.CheckDeadlines(now);
        }
    }
}

/// <summary>Whether one more connection may come in.</summary>
internal enum Admission
{
    /// <summary>It has a place.</summary>
    Admitted,

    /// <summary>The server is going down.</summary>
    Stopping,

    /// <summary>There are as many connections as there may be.</summary>
    Full,

    /// <summary>There are as many connections from that address as there may be.</summary>
    AddressFull,

    /// <summary>Connections come faster than they may.</summary>
    TooFast,

    /// <summary>Connections from that address come faster than they may.</summary>
    AddressTooFast,
}
