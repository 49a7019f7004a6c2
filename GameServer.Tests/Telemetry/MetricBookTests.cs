using System.Diagnostics.Metrics;
using GameServer.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Tests.Telemetry;

public sealed class MetricBookTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IMeterFactory _meters;
    private readonly MetricBook _book;

    public MetricBookTests()
    {
        _meters = _services.GetRequiredService<IMeterFactory>();
        _book = new MetricBook(_meters);
    }

    private PrometheusPage Page => new(_book.ToPrometheus());

    public void Dispose()
    {
        _book.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void A_sum_has_a_value_for_each_set_of_labels()
    {
        using var meter = new GatewayMeter(_meters);
        meter.Closed(4001);
        meter.Closed(4001);
        meter.Closed(4002);
        meter.BytesArrived(7);
        meter.BytesArrived(5);
        meter.Opened();
        meter.Opened();
        meter.Ended();

        Page["gameserver_gateway_closes_total{code=\"4001\"}"].ShouldBe(2);
        Page["gameserver_gateway_closes_total{code=\"4002\"}"].ShouldBe(1);
        Page["gameserver_gateway_bytes_in_total"].ShouldBe(12);
        Page["gameserver_gateway_connections"].ShouldBe(1);
        Page.Types["gameserver_gateway_connections"].ShouldBe("gauge");
    }

    [Fact]
    public void A_histogram_counts_each_value_in_all_buckets_that_it_fits_in()
    {
        using var meter = new RoomMeter(TimeProvider.System, _meters);
        foreach (var milliseconds in new[] { 1, 2, 20_000 })
        {
            meter.Committed(TimeSpan.FromMilliseconds(milliseconds));
        }

        const string Name = "gameserver_store_commit_duration_seconds";
        Page[$"{Name}_bucket{{le=\"0.0003\"}}"].ShouldBe(0);
        Page[$"{Name}_bucket{{le=\"0.001\"}}"].ShouldBe(1);
        Page[$"{Name}_bucket{{le=\"0.003\"}}"].ShouldBe(2);
        Page[$"{Name}_bucket{{le=\"10\"}}"].ShouldBe(2);
        Page[$"{Name}_bucket{{le=\"+Inf\"}}"].ShouldBe(3);
        Page[$"{Name}_count"].ShouldBe(3);
        Page[$"{Name}_sum"].ShouldBe(20.003, tolerance: 0.000_001);
    }

    [Fact]
    public void Another_servers_instruments_are_not_in_it_and_the_runtimes_are()
    {
        using var others = new GatewayMeter();
        using var rehearsal = new RoomMeter(TimeProvider.System, _meters, RoomMeter.RehearsalName);
        others.Failed();
        rehearsal.RoomFailed();

        Page.Types.Keys.ShouldNotContain(name => name.StartsWith("gameserver", StringComparison.Ordinal));
        Page.Sum("dotnet_gc_collections_total").ShouldBeGreaterThanOrEqualTo(0);
        Page["dotnet_process_memory_working_set_bytes"].ShouldBePositive();
    }

    [Fact]
    public void More_sets_of_labels_than_it_keeps_share_one_value()
    {
        using var meter = new GatewayMeter(_meters);
        for (var code = 1; code <= MetricSeries<StripedSum>.SeriesMax + 10; code++)
        {
            meter.Closed(code);
        }

        Page["gameserver_gateway_closes_total{otel_metric_overflow=\"true\"}"].ShouldBe(10);
        Page.Sum("gameserver_gateway_closes_total").ShouldBe(MetricSeries<StripedSum>.SeriesMax + 10);
    }

    [Fact]
    public void What_many_threads_measure_is_all_there()
    {
        const int Each = 10_000;
        using var meter = new GatewayMeter(_meters);
        using var rooms = new RoomMeter(TimeProvider.System, _meters);
        Parallel.For(0, 8, _ =>
        {
            for (var count = 0; count < Each; count++)
            {
                meter.MessageArrived();
                rooms.Committed(TimeSpan.FromMilliseconds(1));
            }
        });

        Page["gameserver_gateway_messages_in_total"].ShouldBe(8 * Each);
        Page["gameserver_store_commit_duration_seconds_count"].ShouldBe(8 * Each);
    }

    [Fact]
    public void A_measurement_without_labels_allocates_nothing()
    {
        using var meter = new GatewayMeter(_meters);
        meter.Flushed(1, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 1_000; count++)
        {
            meter.Flushed(1, 1);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
