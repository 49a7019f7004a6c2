using System.Collections.Immutable;
using System.Globalization;
using GameServer.Tests.Client;
using GameServer.Tests.EndToEnd.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GameServer.Tests.EndToEnd;

/// <summary>A collector of traces on this machine, to which nodes export.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _arrived = new(0);
    private ImmutableList<CollectedSpan> _spans = [];

    private TraceCollector()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/v1/traces", TakeAsync);
    }

    /// <summary>The setting of a node that exports here, quickly.</summary>
    internal Dictionary<string, string?> Settings => new()
    {
        ["Otlp:TracesEndpoint"] = $"{_app.Urls.Single()}/v1/traces",
        ["Otlp:IntervalMs"] = "100",
    };

    /// <summary>All that has come.</summary>
    internal IReadOnlyList<CollectedSpan> Spans => _spans;

    internal static async Task<TraceCollector> StartAsync()
    {
        var collector = new TraceCollector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>The spans of one trace, when there are so many.</summary>
    internal async Task<IReadOnlyList<CollectedSpan>> TraceAsync(Func<CollectedSpan, bool> isOfTrace, int count)
    {
        while (true)
        {
            var found = _spans.Where(isOfTrace).ToList();
            if (found.Count >= count)
            {
                return found;
            }

            await Eventually.Of(_arrived.WaitAsync(), $"{count} spans; there are: {string.Join(", ", _spans)}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _arrived.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        foreach (var program in Export.Parser.ParseFrom(body.ToArray()).Programs)
        {
            var node = program.Program.Labels.Single(label => label.Key == "service.instance.id").Value.Text;
            var spans = program.Sources.SelectMany(source => source.Spans).Select(span => CollectedSpan.Of(span, node));
            ImmutableInterlocked.Update(ref _spans, all => all.AddRange(spans));
        }

        _arrived.Release();
    }
}

/// <summary>A span as a node exported it; ids in hex, no parent is empty.</summary>
internal sealed record CollectedSpan(
    string Node, string Name, string Trace, string Id, string Parent, IReadOnlyDictionary<string, string> Labels)
{
    internal static CollectedSpan Of(Span span, string node) => new(
        node,
        span.Name,
        Convert.ToHexStringLower(span.TraceId.Span),
        Convert.ToHexStringLower(span.SpanId.Span),
        Convert.ToHexStringLower(span.ParentSpanId.Span),
        span.Labels.ToDictionary(label => label.Key, TextOf));

    private static string TextOf(Label label) => label.Value.KindCase switch
    {
        LabelValue.KindOneofCase.Text => label.Value.Text,
        LabelValue.KindOneofCase.Number => label.Value.Number.ToString(CultureInfo.InvariantCulture),
        LabelValue.KindOneofCase.None => throw new InvalidDataException($"{label.Key} is of another kind."),
    };
}
