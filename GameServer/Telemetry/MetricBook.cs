using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace GameServer.Telemetry;

/// <summary>
/// Listens to the instruments of this server, and to those of the runtime, from its making on. Measurements come from any thread, without a
/// lock.
/// </summary>
internal sealed class MetricBook : IDisposable
{
    internal const string RuntimeMeter = "System.Runtime";

    /// <summary>The server's meters.</summary>
    internal static readonly IReadOnlyList<string> ServerMeters =
        [GatewayMeter.Name, NodeMeter.Name, RoomMeter.Name, WebhookMeter.Name, AdminMeter.Name, LinkMeter.Name];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, MetricFamily> _families = new();
    private readonly Lock _reading = new();

    /// <param name="meters">Who makes the server's meters: those of another server in this process are not listened to.</param>
    internal MetricBook(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            var meter = instrument.Meter;
            if (meter.Name == RuntimeMeter || (ReferenceEquals(meter.Scope, meters) && ServerMeters.Contains(meter.Name)))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, MetricFamily.Of));
            }
        };
        _listener.MeasurementsCompleted = (instrument, _) => _families.TryRemove(instrument, out MetricFamily? _);
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Measure(value, tags));
        _listener.Start();
    }

    /// <summary>What has been measured by an instrument of the server that is not asked for its values.</summary>
    internal MetricReading Read(string instrument) =>
        _families.FirstOrDefault(each => each.Key.Name == instrument).Value?.Read() ?? MetricReading.None;

    /// <summary>All that has been measured, in Prometheus' text format.</summary>
    internal string ToPrometheus()
    {
        var text = new PrometheusText();
        lock (_reading)
        {
            foreach (var family in _families.Values)
            {
                family.Clear();
            }

            _listener.RecordObservableInstruments();
            foreach (var family in _families.Values.OrderBy(static each => each.Instrument.Name, StringComparer.Ordinal))
            {
                text.Add(family);
            }
        }

        return text.ToString();
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();
}
