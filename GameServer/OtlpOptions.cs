using System.ComponentModel.DataAnnotations;

namespace GameServer;

/// <summary>Where figures and traces are sent, as OTLP over HTTP; the configuration section "Otlp".</summary>
internal sealed record OtlpOptions
{
    /// <summary>The collector's address for metrics, such as http://127.0.0.1:4318/v1/metrics; empty: nothing is sent.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>
    /// The collector's address for traces, such as http://127.0.0.1:4318/v1/traces; empty: nothing is traced.
    /// </summary>
    public string TracesEndpoint { get; init; } = "";

    /// <summary>How often, in milliseconds; 100 to 600,000.</summary>
    [Range(100, 600_000)]
    public int IntervalMs { get; init; } = 15_000;

    internal bool SendsMetrics => Endpoint.Length > 0;

    internal bool SendsTraces => TracesEndpoint.Length > 0;
}
