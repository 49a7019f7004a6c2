using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GameServer;

/// <summary>Whether this node should get new clients: from the end of its start to the beginning of its stop.</summary>
internal sealed class Readiness : IHealthCheck
{
    private volatile bool _ready;

    internal void Set(bool ready) => _ready = ready;

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The server is starting or stopping."));
}
