using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GameServer;

/// <summary>
/// Whether this node should get new clients: from the end of its start to the beginning of its stop, while it gets on. From any thread.
/// </summary>
internal sealed class Readiness(NodeSigns signs, Pulse pulse, HealthOptions options, TimeProvider time) : IHealthCheck
{
    private readonly TimeSpan _storeSilenceMax = TimeSpan.FromMilliseconds(options.StoreSilenceMs);
    private readonly TimeSpan _stuckMax = TimeSpan.FromMilliseconds(options.StuckMs);
    private volatile Stage _stage;

    private enum Stage
    {
        /// <summary>Not all parts are there yet.</summary>
        Starting,

        /// <summary>Clients are welcome.</summary>
        Started,

        /// <summary>It sends its clients away, and ends.</summary>
        Stopping,
    }

    internal void Started() => _stage = Stage.Started;

    internal void Stopping() => _stage = Stage.Stopping;

    /// <summary>Why it should get no clients, a sentence each; none: it should.</summary>
    internal IReadOnlyList<string> Reasons()
    {
        switch (_stage)
        {
            case Stage.Starting:
                return ["The server is starting."];
            case Stage.Stopping:
                return ["The server is stopping."];
            case Stage.Started:
                break;
        }

        var reasons = new List<string>();
        if (signs.Store.Silence(time.GetUtcNow()) is var silence && silence > _storeSilenceMax)
        {
            reasons.Add($"The store has not answered for {Seconds(silence)} s.");
        }

        if (!signs.Lease.Holds)
        {
            reasons.Add("The node's lease has run out: its rooms stand still.");
        }

        if (pulse.Silence is var stuck && stuck > _stuckMax)
        {
            reasons.Add($"Timers and messages have been stuck for {Seconds(stuck)} s.");
        }

        if (signs.Turns.Longest() is { } turn && turn.Elapsed > _stuckMax)
        {
            reasons.Add($"A turn of a room of type '{turn.RoomType}' has run for {Seconds(turn.Elapsed)} s.");
        }

        return reasons;
    }

    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var reasons = Reasons();
        return Task.FromResult(
            reasons.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join(' ', reasons)));
    }

    /// <summary>The standing in a word, and the reasons behind it.</summary>
    internal static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var reasons = string.Join(' ', report.Entries.Values.Select(static entry => entry.Description).OfType<string>());
        return context.Response.WriteAsync(reasons.Length > 0 ? $"{report.Status}: {reasons}" : report.Status.ToString());
    }

    private static long Seconds(TimeSpan time) => (long)time.TotalSeconds;
}
