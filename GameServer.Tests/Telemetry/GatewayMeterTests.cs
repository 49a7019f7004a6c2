using System.Diagnostics.Metrics;
using GameServer.Telemetry;

namespace GameServer.Tests.Telemetry;

public sealed class GatewayMeterTests
{
    [Fact]
    public void What_the_gateway_does_is_counted_under_its_names()
    {
        var counted = new List<string>();
        var isOurs = false;
        using var listener = new MeterListener();

        // Other tests have meters of the same name: ours is the one made on this thread from now on.
        var thread = Environment.CurrentManagedThreadId;
        listener.InstrumentPublished = (instrument, here) =>
        {
            if (isOurs && Environment.CurrentManagedThreadId == thread && instrument.Meter.Name == GatewayMeter.Name)
            {
                here.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, count, tags, _) =>
            counted.Add($"{instrument.Name["gameserver.gateway.".Length..]} {count} {string.Join(',', tags.ToArray())}".TrimEnd()));
        listener.Start();
        isOurs = true;
        using var meter = new GatewayMeter();
        meter.Opened();
        meter.Dropped();
        meter.HandshakeRefused(503);
        meter.BytesArrived(7);
        meter.MessageArrived();
        meter.FrameRefused("Busy");
        meter.Flushed(3, 90);
        meter.Failed();
        meter.Closed(4001);
        meter.Ended();
        counted.ShouldBe([
            "connections 1", "connections_dropped 1", "handshakes_refused 1 [status, 503]", "bytes_in 7", "messages_in 1",
            "frames_refused 1 [error, Busy]", "flushes 1", "frames_out 3", "bytes_out 90", "failures 1", "closes 1 [code, 4001]",
            "connections -1",
        ]);
    }
}
