namespace GameServer.Telemetry;

/// <summary>What one instrument comes to, its labels together. Immutable.</summary>
/// <param name="Sum">Of all that was measured.</param>
internal sealed record MetricReading(double Sum)
{
    internal static readonly MetricReading None = new(0);

    /// <summary>Of a histogram: the largest value of each bucket. Empty: it is none.</summary>
    internal IReadOnlyList<double> Bounds { get; init; } = [];

    /// <summary>How many were in each bucket; one more bucket has what is larger than the last bound.</summary>
    internal IReadOnlyList<long> Counts { get; init; } = [];
}
