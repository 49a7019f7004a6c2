using GameServer.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GameServer;

/// <summary>
/// Sends the instruments of this server and those of the runtime, and the spans of this server, to a collector. Each goes on until it is
/// disposed of, which sends what is left.
/// </summary>
internal static class OtlpExport
{
    private const string Program = "gameserver";

    /// <param name="options">Where to, and how often.</param>
    /// <param name="node">The name of this node.</param>
    internal static MeterProvider StartMetrics(OtlpOptions options, string node) => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => Describe(resource, node))
        .AddMeter([.. MetricBook.ServerMeters, MetricBook.RuntimeMeter])
        .AddOtlpExporter((exporter, reader) =>
        {
            exporter.Endpoint = new Uri(options.Endpoint);
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.IntervalMs;
        })
        .Build();

    /// <param name="options">Where to, and how often.</param>
    /// <param name="node">The name of this node.</param>
    internal static TracerProvider StartTraces(OtlpOptions options, string node) => Sdk.CreateTracerProviderBuilder()
        .ConfigureResource(resource => Describe(resource, node))
        .AddSource(Tracing.SourceName)

        // Which command is traced has been decided where it came in; the environment's wishes about that do not count.
        .SetSampler(new AlwaysOnSampler())
        .AddOtlpExporter(exporter =>
        {
            exporter.Endpoint = new Uri(options.TracesEndpoint);
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            exporter.BatchExportProcessorOptions.ScheduledDelayMilliseconds = options.IntervalMs;
        })
        .Build();

    private static void Describe(ResourceBuilder resource, string node) =>
        resource.AddService(Program, serviceVersion: ServerVersion, serviceInstanceId: node);

    private static string? ServerVersion => typeof(OtlpExport).Assembly.GetName().Version?.ToString(fieldCount: 3);
}
