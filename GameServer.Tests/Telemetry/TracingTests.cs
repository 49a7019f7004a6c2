using System.Diagnostics;
using System.Text;
using GameServer.Telemetry;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Telemetry;

/// <summary>What is decided where a command comes in.</summary>
public sealed class TracingTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string SpanId = "b7ad6b7169203331";
    private const string Sampled = $"00-{TraceId}-{SpanId}-01";

    private readonly ManualTime _time = new();

    [Fact]
    public void A_client_that_traces_is_followed_where_it_may_be()
    {
        using var tracing = new Tracing(new TracingOptions { AcceptClientContext = true }, _time, seed: 1);

        var context = Follow(tracing, Sampled).ShouldNotBeNull();

        context.TraceId.ToHexString().ShouldBe(TraceId);
        context.SpanId.ToHexString().ShouldBe(SpanId);
        context.IsRemote.ShouldBeTrue();
    }

    [Fact]
    public void A_client_is_not_followed_unless_the_node_is_set_to()
    {
        using var tracing = new Tracing(new TracingOptions { CommandsPerTrace = 5 }, _time, seed: 1);

        Follow(tracing, Sampled).ShouldBeNull();
    }

    [Fact]
    public void Beyond_the_rate_a_client_forces_nothing()
    {
        using var tracing = new Tracing(
            new TracingOptions { AcceptClientContext = true, ClientTracesPerSecond = 3 }, _time, seed: 1);

        Enumerable.Range(0, 10).Count(_ => Follow(tracing, Sampled) is not null).ShouldBe(3);
        _time.Advance(TimeSpan.FromSeconds(1));
        Enumerable.Range(0, 10).Count(_ => Follow(tracing, Sampled) is not null).ShouldBe(3);
    }

    [Theory]
    [InlineData($"00-{TraceId}-{SpanId}-00")]
    [InlineData("")]
    [InlineData("01")]
    [InlineData($"00-{TraceId}-{SpanId}-0x")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData($"00-{TraceId}-0000000000000000-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData($"ff-{TraceId}-{SpanId}-01")]
    [InlineData($"00_{TraceId}_{SpanId}_01")]
    [InlineData($"00-{TraceId}-{SpanId}-01-and more")]
    public void What_is_not_sampled_or_no_trace_context_is_not_followed(string traceParent)
    {
        using var tracing = new Tracing(new TracingOptions { AcceptClientContext = true }, _time, seed: 1);

        Follow(tracing, traceParent).ShouldBeNull();
    }

    [Fact]
    public void Where_no_trace_can_begin_connections_do_not_even_count()
    {
        using var tracing = new Tracing(new TracingOptions(), _time, seed: 1);

        tracing.NewHead().ShouldBeNull();
        Tracing.Off.NewHead().ShouldBeNull();
    }

    [Fact]
    public void A_command_that_is_not_traced_costs_no_memory()
    {
        using var tracing = new Tracing(
            new TracingOptions { AcceptClientContext = true, CommandsPerTrace = 1_000_000_000 }, _time, seed: 1);
        var head = tracing.NewHead().ShouldNotBeNull();
        var unsampled = Encoding.ASCII.GetBytes($"00-{TraceId}-{SpanId}-00");
        head.Begin(unsampled).ShouldBeNull();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var command = 0; command < 10_000; command++)
        {
            _ = head.Begin(unsampled);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_span_is_never_the_current_activity_and_leaves_the_one_that_is()
    {
        using var spans = new SpanCapture();
        using var tracing = new Tracing(new TracingOptions(), _time, seed: 1);
        using var around = new Activity("around").Start();

        var span = tracing.Start(SpanNames.Session, ActivityKind.Server, default).ShouldNotBeNull();
        Activity.Current.ShouldBeSameAs(around);
        span.ParentSpanId.ToHexString().ShouldBe(default(ActivitySpanId).ToHexString());
        Tracing.End(span, "Busy");

        Activity.Current.ShouldBeSameAs(around);
        (span.IsStopped, span.Status, span.StatusDescription).ShouldBe((true, ActivityStatusCode.Error, "Busy"));
    }

    private static ActivityContext? Follow(Tracing tracing, string traceParent) => tracing.Follow(Encoding.ASCII.GetBytes(traceParent));
}
