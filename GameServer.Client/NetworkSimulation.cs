using GameServer.Client.Transport;

namespace GameServer.Client;

/// <summary>
/// A worse network than there is, for tests: latency, jitter and cuts. Give it to one client through
/// <see cref="GameClientOptions.Simulation"/>; every property may be set at any time from any thread.
/// </summary>
public sealed class NetworkSimulation
{
    private readonly object _gate = new();
    private readonly HashSet<Watched> _watched = [];
    private readonly Random _random;
    private TimeSpan _latency;
    private TimeSpan _jitter;
    private ByteRange? _cutAfter;
    private long _bytesLeft = long.MaxValue;
    private long _downUntilMs = long.MinValue;
    private int _cuts;

    /// <summary>Creates a simulation that does nothing yet.</summary>
    /// <param name="seed">The same seed draws the same jitter and the same cuts.</param>
    public NetworkSimulation(int seed = 0) => _random = new Random(seed);

    /// <summary>Added to every message, each way.</summary>
    public TimeSpan Latency
    {
        get => Read(() => _latency);
        set => Write(() => _latency = value);
    }

    /// <summary>Added on top, evenly spread from nothing to this. Messages stay in order.</summary>
    public TimeSpan Jitter
    {
        get => Read(() => _jitter);
        set => Write(() => _jitter = value);
    }

    /// <summary>
    /// Cuts connections again and again after a random number of bytes on the wire, both directions together, wherever in a frame that
    /// falls. Where the runtime hides the byte stream (netstandard2.1) the cut falls between messages. Null: no such cuts.
    /// </summary>
    public ByteRange? CutAfterBytes
    {
        get => Read(() => _cutAfter);
        set => Write(() =>
        {
            _cutAfter = value;
            Draw();
        });
    }

    /// <summary>How often a connection was cut.</summary>
    public int Cuts => Read(() => _cuts);

    /// <summary>Drops the connection without a close; the client tries to come back by itself.</summary>
    /// <param name="downFor">How long every attempt to connect fails.</param>
    public void CutNow(TimeSpan downFor = default)
    {
        Watched[] watched;
        lock (_gate)
        {
            _downUntilMs = ClientClock.NowMs + (long)downFor.TotalMilliseconds;
            watched = [.. _watched];
            _cuts += watched.Length > 0 ? 1 : 0;
        }

        foreach (var one in watched)
        {
            one.Cut();
        }
    }

    internal void ThrowIfDown()
    {
        if (Read(() => ClientClock.NowMs < _downUntilMs))
        {
            throw new IOException("The simulated network is down.");
        }
    }

    /// <summary>A connection that can be cut, until the answer is disposed.</summary>
    internal IDisposable Watch(Action cut)
    {
        var watched = new Watched(this, cut);
        lock (_gate)
        {
            _watched.Add(watched);
        }

        return watched;
    }

    /// <summary>How many of the bytes still pass. Fewer than asked for: the connection is to be cut after them.</summary>
    internal int TakeBytes(int wanted)
    {
        lock (_gate)
        {
            var passing = (int)Math.Min(wanted, _bytesLeft);
            _bytesLeft -= _cutAfter is null ? 0 : passing;
            if (passing < wanted)
            {
                _cuts++;
                Draw();
            }

            return passing;
        }
    }

    /// <summary>How long the next message is held back.</summary>
    internal long NextDelayMs()
    {
        lock (_gate)
        {
            return (long)(_latency.TotalMilliseconds + (_jitter.TotalMilliseconds * _random.NextDouble()));
        }
    }

    private void Draw() => _bytesLeft = _cutAfter is { } range ? _random.Next(range.Min, range.Max + 1) : long.MaxValue;

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private void Write(Action write)
    {
        lock (_gate)
        {
            write();
        }
    }

    private sealed class Watched(NetworkSimulation owner, Action cut) : IDisposable
    {
        internal void Cut() => cut();

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._watched.Remove(this);
            }
        }
    }
}

/// <summary>A number of bytes drawn evenly from a range.</summary>
/// <param name="Min">The fewest.</param>
/// <param name="Max">The most.</param>
public readonly record struct ByteRange(int Min, int Max);
