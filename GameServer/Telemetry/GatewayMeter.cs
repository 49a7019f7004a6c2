using System.Diagnostics.Metrics;

namespace GameServer.Telemetry;

/// <summary>What the gateway counts. May be used from any thread.</summary>
internal sealed class GatewayMeter : IDisposable
{
    internal const string Name = "GameServer.Gateway";
    internal const string BytesIn = "gameserver.gateway.bytes_in";
    internal const string BytesOut = "gameserver.gateway.bytes_out";

    private readonly Meter _meter;
    private readonly UpDownCounter<long> _connections;
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _refusedHandshakes;
    private readonly Counter<long> _closes;
    private readonly Counter<long> _bytesIn;
    private readonly Counter<long> _bytesOut;
    private readonly Counter<long> _messagesIn;
    private readonly Counter<long> _framesOut;
    private readonly Counter<long> _flushes;
    private readonly Counter<long> _refusedFrames;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _slowConsumers;

    /// <param name="meters">Makes the server's meters; null: nobody listens to this one but by its name.</param>
    internal GatewayMeter(IMeterFactory? meters = null)
    {
        _meter = meters?.Create(Name) ?? new Meter(Name);
        _connections = _meter.CreateUpDownCounter<long>("gameserver.gateway.connections", "{connection}", "Open WebSocket connections");
        _dropped = _meter.CreateCounter<long>(
            "gameserver.gateway.connections_dropped",
            "{connection}",
            "Connections ended at once because there were too many that were no WebSockets, in all or from their address");
        _refusedHandshakes = _meter.CreateCounter<long>(
            "gameserver.gateway.handshakes_refused", "{handshake}", "Handshakes answered with an HTTP status other than 101");
        _closes = _meter.CreateCounter<long>("gameserver.gateway.closes", "{connection}", "Close frames of the server, by close code");
        _bytesIn = _meter.CreateCounter<long>(BytesIn, "By", "Bytes received on upgraded connections");
        _bytesOut = _meter.CreateCounter<long>(BytesOut, "By", "Bytes handed to the transport");
        _messagesIn = _meter.CreateCounter<long>("gameserver.gateway.messages_in", "{message}", "WebSocket messages received");
        _framesOut = _meter.CreateCounter<long>("gameserver.gateway.frames_out", "{frame}", "Outbox entries handed to the transport");
        _flushes = _meter.CreateCounter<long>("gameserver.gateway.flushes", "{flush}", "Flushes of the transport");
        _refusedFrames = _meter.CreateCounter<long>(
            "gameserver.gateway.frames_refused", "{frame}", "Envelopes answered with an error at the door, by error code");
        _failures = _meter.CreateCounter<long>(
            "gameserver.gateway.failures",
            "{failure}",
            "Authenticators and sessions that failed or did not answer in time, and frames that could not be written");
        _slowConsumers = _meter.CreateCounter<long>(
            "gameserver.gateway.slow_consumers", "{connection}", "Connections closed because too much waited for their client");
    }

    internal void Opened() => _connections.Add(1);

    internal void Ended() => _connections.Add(-1);

    internal void Dropped() => _dropped.Add(1);

    internal void HandshakeRefused(int status) => _refusedHandshakes.Add(1, new KeyValuePair<string, object?>("status", status));

    internal void Closed(int code) => _closes.Add(1, new KeyValuePair<string, object?>("code", code));

    internal void BytesArrived(long count) => _bytesIn.Add(count);

    internal void MessageArrived() => _messagesIn.Add(1);

    internal void Flushed(int frames, long bytes)
    {
        _flushes.Add(1);
        _framesOut.Add(frames);
        _bytesOut.Add(bytes);
    }

    internal void FrameRefused(string errorCode) => _refusedFrames.Add(1, new KeyValuePair<string, object?>("error", errorCode));

    internal void Failed() => _failures.Add(1);

    internal void OverLimit() => _slowConsumers.Add(1);

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
