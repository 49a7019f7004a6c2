using System.Collections.Concurrent;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;

namespace GameServer.Gateway;

/// <summary>
/// All connections of this node: how many there may be, the sweep over their deadlines, and the end of all of them. May be used from any
/// thread.
/// </summary>
internal sealed class ConnectionRegistry : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _perAddress = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, ClientSocket> _sockets = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GatewayOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;
    private (CloseCode Code, string Reason)? _closing;
    private bool _isLeaving;
    private int _admitted;
    private long _lastNumber;

    internal ConnectionRegistry(GatewayOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <summary>Connections that run.</summary>
    internal int Count => _sockets.Count;

    /// <summary>Asks for a place. Whoever is admitted leaves again.</summary>
    internal Admission Admit(string address)
    {
        lock (_lock)
        {
            if (_isLeaving || _closing is not null)
            {
                return Admission.Stopping;
            }

            var here = _perAddress.GetValueOrDefault(address);
            if (_admitted >= _options.ConnectionsMax)
            {
                return Admission.Full;
            }

            if (here >= _options.ConnectionsPerAddressMax)
            {
                return Admission.AddressFull;
            }

            _perAddress[address] = here + 1;
            _admitted++;
            return Admission.Admitted;
        }
    }

    /// <summary>Gives the place back.</summary>
    internal void Leave(string address)
    {
        lock (_lock)
        {
            _admitted--;
            if (--_perAddress[address] == 0)
            {
                _perAddress.Remove(address);
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

    private void Sweep()
    {
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
}
