using System.Diagnostics;
using GameServer.Client;
using GameServer.Telemetry;
using GameServer.Tests.Client;
using GameServer.Tests.Conditions;
using GameServer.Tests.EndToEnd.Crash;
using GameServer.Tests.EndToEnd.Crash.Ledger;
using GameServer.Tests.Storage;

namespace GameServer.Tests.EndToEnd.Cluster;

/// <summary>A client that traces, a gateway and a host in processes of their own, and a collector to which both export.</summary>
public sealed class TracesTests
{
    [PostgresFact]
    public async Task A_command_is_one_trace_from_its_client_over_both_nodes_to_the_store()
    {
        await using var collector = await TraceCollector.StartAsync();
        string[] settings = [.. collector.Settings.Select(each => $"{each.Key}={each.Value}"), "Tracing:AcceptClientContext=true"];
        using var cluster = await TestCluster.StartAsync(await PostgresServer.Shared, settings, "gateway", "host");
        await using var client = await GameClient.ConnectAsync(cluster.Nodes[0].Address);
        var joining = client.JoinAsync(LedgerRoom.Definition(CommittedLedger.Type), JoinTarget.Key("traced"));
        var room = await Eventually.Of(joining, "the room");
        var trace = ActivityTraceId.CreateRandom();
        var clientSpan = new TaskCompletionSource<Activity>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = Listen(trace, clientSpan);

        await SendAsync(room, 1, ActivityTraceId.CreateRandom());
        await SendAsync(room, 2, trace);

        var sent = await Eventually.Of(clientSpan.Task, "the client's span");
        var spans = await collector.TraceAsync(span => span.Trace == trace.ToHexString(), count: 5);
        spans.Count.ShouldBe(5);
        var session = One(spans, SpanNames.Session, "node0", sent.SpanId.ToHexString());
        var link = One(spans, SpanNames.Link, "node0", session.Id);
        var turn = One(spans, SpanNames.Room, "node1", link.Id);
        var append = One(spans, SpanNames.Store, "node1", turn.Id);
        One(spans, SpanNames.Answer, "node1", turn.Id);
        session.Labels[SpanTags.RoomId].ShouldBe(room.RoomId);
        turn.Labels[SpanTags.CommandNumber].ShouldBe("2");
        turn.Labels[SpanTags.SessionId].ShouldBe(session.Labels[SpanTags.SessionId]);
        append.Labels[SpanTags.RoomType].ShouldBe(CommittedLedger.Type);

        // The command before had all the time that this one had, and was not sampled.
        collector.Spans.ShouldAllBe(span => span.Trace == trace.ToHexString());
    }

    private static async Task SendAsync(RoomHandle<LedgerState, LedgerCommand, LedgerEvent> room, ulong number, ActivityTraceId trace)
    {
        using var around = new Activity("test").SetParentId(trace, ActivitySpanId.CreateRandom()).Start();
        var reply = await Eventually.Of(room.SendAsync(new LedgerCommand { Writer = 1, Number = number }), "the answer");
        reply.IsApplied.ShouldBeTrue();
    }

    /// <summary>Has clients trace what belongs to the trace, and nothing else.</summary>
    private static ActivityListener Listen(ActivityTraceId trace, TaskCompletionSource<Activity> ended)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "GameServer.Client",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = ended.SetResult,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static CollectedSpan One(IEnumerable<CollectedSpan> spans, string name, string node, string parent)
    {
        var span = spans.Where(each => each.Name == name).ShouldHaveSingleItem();
        (span.Node, span.Parent).ShouldBe((node, parent), name);
        return span;
    }
}
