using System.ComponentModel.DataAnnotations;

namespace GameServer;

/// <summary>Where the figures of /metrics are sent by themselves, as OTLP over HTTP; the configuration section "Otlp".</summary>
internal sealed record OtlpOptions
{
    /// <summary>The collector's address for metrics, such as http://127.0.0.1:4318/v1/metrics; empty: nothing is sent.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>How often, in milliseconds; 100 to 600,000.</summary>
    [Range(100, 600_000)]
    public int IntervalMs { get; init; } = 15_000;

    internal bool IsOn => Endpoint.Length > 0;
}
