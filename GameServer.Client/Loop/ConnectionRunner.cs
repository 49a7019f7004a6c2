using GameServer.Client.Core;
using GameServer.Client.Transport;

namespace GameServer.Client.Loop;

/// <summary>The input and output of one connection: opens it, reads and writes to its end, and reports. On the thread pool.</summary>
internal sealed class ConnectionRunner
{
    private const int UnhandledMax = 1024;
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly ITransport _transport;
    private readonly NetworkSimulation? _simulation;
    private readonly Action<Arrival> _report;
    private readonly CancellationTokenSource _cancel = new();
    private readonly AsyncQueue<Outgoing> _outgoing = new();
    private readonly SemaphoreSlim _unhandled = new(UnhandledMax);
    private readonly TaskCompletionSource<bool> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastSendMs;
    private long _lastArrivalMs;

    internal ConnectionRunner(ITransport transport, NetworkSimulation? simulation, Action<Arrival> report) =>
        (_transport, _simulation, _report) = (transport, simulation, report);

    /// <summary>Done when the connection has ended, however it did.</summary>
    internal Task Ended => _ended.Task;

    internal void Start(Uri address) => _ = RunAsync(address);

    internal void Send(byte[] message)
    {
        _lastSendMs = DueMs(_lastSendMs);
        _outgoing.Add(new Outgoing(message, _lastSendMs));
    }

    /// <summary>Sends what was given before, closes, and waits a little for the other side's close.</summary>
    internal void Close()
    {
        _outgoing.Add(new Outgoing(null, _lastSendMs));
        _cancel.CancelAfter(CloseTimeout);
    }

    internal void Abort() => _cancel.Cancel();

    /// <summary>A message has been handled: room for another.</summary>
    internal void Handled() => _unhandled.Release();

    private async Task RunAsync(Uri address)
    {
        Report end;
        try
        {
            using var connection = await _transport.OpenAsync(address, _cancel.Token).ConfigureAwait(false);
            Add(new Report.Opened());
            _ = WriteAsync(connection);
            end = await ReadAsync(connection).ConfigureAwait(false);
        }
        catch (HandshakeRefusedException refused)
        {
            end = new Report.Ended(LossRule.CodeFor(refused.Status), refused.Message);
        }
        catch (Exception broken)
        {
            // Whatever the network, the runtime's WebSocket or TLS throws, the connection is no more.
            end = new Report.Ended(SessionCore.LostWithoutCode, broken.Message);
        }

        _cancel.Cancel();
        Add(end);
        _ended.SetResult(true);
    }

    private async Task<Report> ReadAsync(IConnection connection)
    {
        while (true)
        {
            await _unhandled.WaitAsync(_cancel.Token).ConfigureAwait(false);
            switch (await connection.ReceiveAsync(_cancel.Token).ConfigureAwait(false))
            {
                case Reception.Message message:
                    Add(new Report.Message(message.Bytes));
                    break;
                case Reception.Ended ended:
                    return new Report.Ended(ended.Code, ended.Reason);
            }
        }
    }

    private async Task WriteAsync(IConnection connection)
    {
        try
        {
            while (true)
            {
                var next = await _outgoing.TakeAsync(_cancel.Token).ConfigureAwait(false);
                var wait = next.DueMs - ClientClock.NowMs;
                if (wait > 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(wait), _cancel.Token).ConfigureAwait(false);
                }

                if (next.Message is null)
                {
                    await connection.CloseAsync(_cancel.Token).ConfigureAwait(false);
                    return;
                }

                await connection.SendAsync(next.Message, _cancel.Token).ConfigureAwait(false);
            }
        }
        catch (Exception)
        {
            // The reader finds the same end and reports it once; a socket that fails only one way is given up as a whole.
            connection.Dispose();
        }
    }

    private void Add(Report report)
    {
        _lastArrivalMs = DueMs(_lastArrivalMs);
        _report(new Arrival(this, _lastArrivalMs, report));
    }

    private long DueMs(long afterMs) =>
        _simulation is null ? 0 : Math.Max(afterMs, ClientClock.NowMs + _simulation.NextDelayMs());

    /// <summary>A message, or null for the close.</summary>
    private readonly record struct Outgoing(byte[]? Message, long DueMs);
}
