using System.Text;
using System.Threading.Channels;
using GameServer.Client;
using GameServer.Telemetry;
using GameServer.Tests.Client;
using GameServer.Tests.EndToEnd.Crash;
using GameServer.Tests.EndToEnd.Crash.Ledger;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GameServer.Tests.EndToEnd;

/// <summary>
/// A collector on this machine, and a server that sends to it. The exporter takes instruments and spans by their names: for the time it
/// must be the only server of the process.
/// </summary>
[Collection(nameof(OtlpCollection))]
public sealed class OtlpTests
{
    [Fact]
    public async Task Metrics_of_the_server_and_of_the_runtime_arrive_at_the_collector()
    {
        var arrived = Channel.CreateUnbounded<(string? ContentType, string Body)>();
        await using var collector = Collector(arrived.Writer);
        await collector.StartAsync();
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?>
        {
            ["NodeName"] = "alpha",
            ["Otlp:Endpoint"] = $"{collector.Urls.Single()}/v1/metrics",
            ["Otlp:IntervalMs"] = "100",
        });

        // An instrument comes with the first reading that it had something to say for.
        HashSet<string> missing = ["gameserver.sessions", "gameserver.room.turns", "dotnet.gc.collections", "service.name", "alpha"];
        while (missing.Count > 0)
        {
            var (contentType, body) = await Eventually.Of(arrived.Reader.ReadAsync().AsTask(), string.Join(", ", missing));
            contentType.ShouldBe("application/x-protobuf");
            missing.RemoveWhere(part => body.Contains(part, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Commands_that_are_traced_by_chance_arrive_at_the_collector_though_their_client_traces_nothing()
    {
        await using var collector = await TraceCollector.StartAsync();
        var settings = new Dictionary<string, string?>(collector.Settings) { ["NodeName"] = "alpha", ["Tracing:CommandsPerTrace"] = "1" };
        await using var server = await TestServer.StartAsync(settings, RoomServerProgram.Register);
        await using var client = await GameClient.ConnectAsync(server.WebSocketUrl);
        var room = await Eventually.Of(
            client.JoinAsync(LedgerRoom.Definition(CommittedLedger.Type), JoinTarget.Key("traced")), "the room");

        await Eventually.Of(room.SendAsync(new LedgerCommand { Writer = 1, Number = 1 }), "the answer");

        var spans = (await collector.TraceAsync(_ => true, count: 4)).ToDictionary(span => span.Name);
        spans.Count.ShouldBe(4);
        spans.Values.ShouldAllBe(span => span.Node == "alpha" && span.Trace == spans[SpanNames.Session].Trace);
        spans[SpanNames.Session].Parent.ShouldBeEmpty();
        spans[SpanNames.Room].Parent.ShouldBe(spans[SpanNames.Session].Id);
        spans[SpanNames.Store].Parent.ShouldBe(spans[SpanNames.Room].Id);
        spans[SpanNames.Answer].Parent.ShouldBe(spans[SpanNames.Room].Id);
    }

    private static WebApplication Collector(ChannelWriter<(string? ContentType, string Body)> arrived)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v1/metrics", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.Latin1);
            arrived.TryWrite((context.Request.ContentType, await reader.ReadToEndAsync()));
        });
        return app;
    }
}

/// <summary>Runs while no other test does.</summary>
[CollectionDefinition(nameof(OtlpCollection), DisableParallelization = true)]
public sealed class OtlpCollection;
