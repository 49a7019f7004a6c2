using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using GameServer.Client.Core;
using GameServer.Client.Transport;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;

namespace GameServer.Client.Loop;

/// <summary>
/// Drives the core: one thread at a time takes calls and arrivals, does the effects, runs callbacks. Which thread is the only difference
/// between the callback modes: the thread pool, or whoever pumps.
/// </summary>
internal sealed class ClientLoop
{
    private readonly Uri _address;
    private readonly GameClientOptions _options;
    private readonly ITransport _transport;
    private readonly ConcurrentQueue<Action> _calls = new();
    private readonly ConcurrentQueue<Arrival> _arrivals = new();
    private readonly object _gate = new();
    private readonly OutgoingBatches _outgoing = new();
    private readonly List<Exception> _faults = [];
    private readonly Timer _timer;
    private ConnectionRunner? _connection;
    private volatile bool _pumped;
    private bool _draining;
    private int _scheduled;

    internal ClientLoop(Uri address, GameClientOptions options, ITransport transport, Random random)
    {
        (_address, _options, _transport) = (address, options, transport);
        Core = new SessionCore(options, random);
        _timer = new Timer(_ => Wake());
    }

    /// <summary>Touched on the loop only.</summary>
    internal SessionCore Core { get; }

    /// <summary>The connection of this moment; null between two of them.</summary>
    internal ConnectionRunner? Connection => _connection;

    /// <summary>What the loop cannot do by itself: to tell the program.</summary>
    internal Action<ClientEffect> Tell { get; set; } = _ => { };

    /// <summary>Takes the exceptions of callbacks; false lets them go on to whoever runs the loop.</summary>
    internal Func<Exception, bool> TakeFault { get; set; } = _ => false;

    internal void Post(Action call)
    {
        _calls.Enqueue(call);
        Wake();
    }

    /// <summary>Runs a function on the loop.</summary>
    internal Task<T> CallAsync<T>(Func<T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                done.SetResult(call());
            }
            catch (Exception fault)
            {
                done.SetException(fault);
            }
        });
        return done.Task;
    }

    /// <summary>Asks the server, and waits for its answer.</summary>
    internal async Task<object> AskAsync(ClientRequest request, CancellationToken cancel)
    {
        using var registration = cancel.Register(() => request.Answer.TrySetCanceled(cancel));
        Post(() => Core.Ask(request));
        return await request.Answer.Task.ConfigureAwait(false);
    }

    /// <summary>From here on only <see cref="Drain"/> moves anything.</summary>
    internal void StartPumping() => _pumped = true;

    /// <summary>Back to the thread pool, for whoever waits for the end.</summary>
    internal void StopPumping()
    {
        _pumped = false;
        Wake();
    }

    /// <summary>Handles all that waits. Nested calls, from callbacks, do nothing: the outer one goes on.</summary>
    internal void Drain()
    {
        lock (_gate)
        {
            if (_draining)
            {
                return;
            }

            _draining = true;
            try
            {
                TakeCalls();
                TakeArrivals();
                Core.Tick(ClientClock.NowMs);
                RunEffects();
                Flush();
            }
            finally
            {
                _draining = false;
            }

            ArmTimer();
            ThrowFaults();
        }
    }

    private void Wake()
    {
        if (!_pumped && Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => RunScheduled(), null);
        }
    }

    private void RunScheduled()
    {
        Volatile.Write(ref _scheduled, 0);
        if (!_pumped)
        {
            Drain();
        }
    }

    private void TakeCalls()
    {
        while (_calls.TryDequeue(out var call))
        {
            call();
            RunEffects();
        }
    }

    private void TakeArrivals()
    {
        while (_arrivals.TryPeek(out var next) && next.DueMs <= ClientClock.NowMs && _arrivals.TryDequeue(out next))
        {
            if (next.From == _connection)
            {
                Take(next.What, next.From);
                RunEffects();
            }
        }
    }

    private void Take(Report report, ConnectionRunner from)
    {
        switch (report)
        {
            case Report.Opened:
                Core.Opened(ClientClock.NowMs);
                break;
            case Report.Message message:
                TakeMessage(message.Bytes);
                from.Handled();
                break;
            case Report.Ended ended:
                _connection = null;
                Core.Lost(ended.Code, ended.Reason, ClientClock.NowMs);
                break;
        }
    }

    private void TakeMessage(ReadOnlyMemory<byte> bytes)
    {
        Core.Heard(ClientClock.NowMs);
        var batch = BinaryCodec.DecodeServerBatch(bytes);
        if (batch.Error is { } error)
        {
            TellSafely(new ClientEffect.ErrorReceived(new Error { Code = ErrorCode.Internal, Message = error.Sentence }));
        }

        foreach (var envelope in batch.Envelopes)
        {
            // Callbacks of one envelope run before the next is applied: they see the state of their own update.
            Core.Receive(envelope, ClientClock.NowMs);
            RunEffects();
        }
    }

    private void RunEffects()
    {
        foreach (var effect in Core.TakeEffects())
        {
            switch (effect)
            {
                case ClientEffect.Dial:
                    _outgoing.Clear();
                    _connection = new ConnectionRunner(_transport, _options.Simulation, Arrive);
                    _connection.Start(_address);
                    break;
                case ClientEffect.HangUp:
                    _connection?.Abort();
                    _connection = null;
                    break;
                case ClientEffect.CloseConnection:
                    Flush();
                    _connection?.Close();
                    break;
                case ClientEffect.Send send:
                    _outgoing.Add(send.Envelope);
                    break;
                default:
                    TellSafely(effect);
                    break;
            }
        }
    }

    /// <summary>A callback that throws must not keep the others from their turn.</summary>
    private void TellSafely(ClientEffect effect)
    {
        try
        {
            Tell(effect);
        }
        catch (Exception fault)
        {
            _faults.Add(fault);
        }
    }

    private void Arrive(Arrival arrival)
    {
        _arrivals.Enqueue(arrival);
        Wake();
    }

    private void Flush()
    {
        foreach (var batch in _outgoing.Take(Core.Identity?.MessageBytesMax))
        {
            _connection?.Send(batch);
        }
    }

    private void ArmTimer()
    {
        if (_pumped)
        {
            return;
        }

        var now = ClientClock.NowMs;
        var due = Core.NextDueMs(now);
        if (_arrivals.TryPeek(out var next) && (due is null || next.DueMs < due))
        {
            due = next.DueMs;
        }

        if (due is { } at)
        {
            _timer.Change(Math.Max(1, at - now), Timeout.Infinite);
        }
    }

    private void ThrowFaults()
    {
        var faults = _faults.ToArray();
        _faults.Clear();
        var untaken = faults.Where(fault => !TakeFault(fault)).ToArray();
        if (untaken.Length > 0)
        {
            ExceptionDispatchInfo.Capture(untaken[0]).Throw();
        }
    }
}
