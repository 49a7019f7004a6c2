using System.Diagnostics.Metrics;

namespace GameServer.Telemetry;

/// <summary>What is counted of links that are encrypted. May be used from any thread.</summary>
internal sealed class LinkMeter : IDisposable
{
    internal const string Name = "GameServer.Links";

    private readonly Meter _meter;
    private readonly Counter<long> _tlsFailures;

    /// <param name="time">The clock.</param>
    /// <param name="expires">When this node's certificate does.</param>
    /// <param name="meters">Makes the server's meters; null: nobody listens to this one but by its name.</param>
    internal LinkMeter(TimeProvider time, DateTimeOffset expires, IMeterFactory? meters = null)
    {
        _meter = meters?.Create(Name) ?? new Meter(Name);
        _tlsFailures = _meter.CreateCounter<long>(
            "gameserver.link.tls_failures", "{handshake}", "Connections for links, dialed or accepted, that failed at TLS");
        _meter.CreateObservableGauge(
            "gameserver.link.certificate_life",
            () => (expires - time.GetUtcNow()).TotalSeconds,
            "s",
            "How much longer this node's certificate for links is good");
    }

    internal void TlsFailed() => _tlsFailures.Add(1);

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
