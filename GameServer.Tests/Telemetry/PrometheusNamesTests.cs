using System.Diagnostics.Metrics;
using GameServer.Telemetry;

namespace GameServer.Tests.Telemetry;

public sealed class PrometheusNamesTests : IDisposable
{
    private readonly Meter _meter = new("names");

    public void Dispose() => _meter.Dispose();

    [Theory]
    [InlineData("gameserver.room.turns", "{turn}", "gameserver_room_turns_total")]
    [InlineData("dotnet.gc.heap.total_allocated", "By", "dotnet_gc_heap_total_allocated_bytes_total")]
    [InlineData("hits_total", "{hit}", "hits_total")]
    [InlineData("gameserver.link.bytes_out", "By", "gameserver_link_bytes_out_total")]
    [InlineData("a.lateness", "s", "a_lateness_seconds_total")]
    [InlineData("9-lives", "", "_9_lives_total")]
    [InlineData("speed", "m/s", "speed_m_per_second_total")]
    [InlineData("hits", "1", "hits_total")]
    public void A_counter_has_its_unit_and_ends_in_total(string name, string unit, string expected) =>
        PrometheusNames.Of(_meter.CreateCounter<long>(name, unit)).ShouldBe(expected);

    [Theory]
    [InlineData("used", "1", "used_ratio")]
    [InlineData("memory", "By", "memory_bytes")]
    [InlineData("sessions", "{session}", "sessions")]
    public void What_goes_up_and_down_has_its_unit_alone(string name, string unit, string expected) =>
        PrometheusNames.Of(_meter.CreateUpDownCounter<long>(name, unit)).ShouldBe(expected);

    [Fact]
    public void Labels_are_escaped_and_sorted() => PrometheusNames
        .Labels([new("z", "a\"b\\c\nd"), new("room.type", "chat"), new("1st", 7), new("none", null)])
        .ShouldBe("_1st=\"7\",none=\"\",room_type=\"chat\",z=\"a\\\"b\\\\c\\nd\"");
}
