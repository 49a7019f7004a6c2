using GameServer.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace GameServer;

/// <summary>Sends the instruments of this server, and those of the runtime, to a collector.</summary>
internal static class OtlpExport
{
    private const string Program = "gameserver";

    /// <summary>It goes on until it is disposed of, which sends what is left.</summary>
    /// <param name="options">Where to, and how often.</param>
    /// <param name="node">The name of this node.</param>
    internal static MeterProvider Start(OtlpOptions options, string node) => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.AddService(Program, serviceVersion: ServerVersion, serviceInstanceId: node))
        .AddMeter([.. MetricBook.ServerMeters, MetricBook.RuntimeMeter])
        .AddOtlpExporter((exporter, reader) =>
        {
            exporter.Endpoint = new Uri(options.Endpoint);
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.IntervalMs;
        })
        .Build();

    private static string? ServerVersion => typeof(OtlpExport).Assembly.GetName().Version?.ToString(fieldCount: 3);
}
