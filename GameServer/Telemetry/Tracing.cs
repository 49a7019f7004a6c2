using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace GameServer.Telemetry;

/// <summary>
/// Where this node's spans begin and end. A span travels beside its command, from message to message, and is never the current activity
/// of a thread: a thread runs the turns of many. May be used from any thread. What it reads of the clock goes nowhere but into spans.
/// </summary>
internal sealed class Tracing : IDisposable
{
    internal const string SourceName = "GameServer";

    /// <summary>Nothing is traced.</summary>
    internal static readonly Tracing Off = new(null, new TracingOptions(), () => TimeSpan.Zero, seed: 0);

    // "00-", 32 digits, "-", 16 digits, "-", 2 digits of flags.
    private const int TraceParentLength = 55;
    private const byte SampledFlag = 1;

    private readonly ActivitySource? _source;
    private readonly TracingOptions _options;
    private readonly Func<TimeSpan> _now;
    private readonly TraceBudget _ofClients;
    private readonly Lock _lock = new();

    /// <summary>Spans are made as far as somebody listens to the source.</summary>
    internal Tracing(TracingOptions options, TimeProvider time, int seed)
        : this(new ActivitySource(SourceName), options, () => time.GetElapsedTime(0), seed)
    {
    }

    private Tracing(ActivitySource? source, TracingOptions options, Func<TimeSpan> now, int seed)
    {
        (_source, _options, _now) = (source, options, now);
        _ofClients = new TraceBudget(options.ClientTracesPerSecond);
        Odds = new TraceOdds(options.CommandsPerTrace, seed);
    }

    /// <summary>Whether a command may be traced here; one that comes over a link may be where none begins.</summary>
    internal bool IsOn => _source is not null;

    internal TraceOdds Odds { get; }

    /// <summary>For a connection; null: no command of it is ever traced.</summary>
    internal TraceHead? NewHead() => IsOn && _options.BeginsTraces ? new TraceHead(this) : null;

    /// <summary>
    /// The span that a client has begun, if it is to be followed: the client records it, and the node follows clients, no more of them in
    /// a second than it may.
    /// </summary>
    internal ActivityContext? Follow(ReadOnlySpan<byte> traceParent)
    {
        if (!_options.AcceptClientContext || !IsSampled(traceParent) || !TakeOfClients())
        {
            return null;
        }

        return Parse(Encoding.ASCII.GetString(traceParent));
    }

    /// <summary>The span of a command that another node has handed on; null: it is not traced.</summary>
    internal Activity? StartLinked(string traceParent) =>
        IsOn && traceParent.Length > 0 && Parse(traceParent) is { } sender ? Start(SpanNames.Room, ActivityKind.Consumer, sender) : null;

    /// <summary>Begins a span; null: nobody listens.</summary>
    /// <param name="name">One of <see cref="SpanNames"/>.</param>
    /// <param name="kind">What it is to its parent.</param>
    /// <param name="parent">Default: it begins a trace.</param>
    /// <param name="links">Spans that had a part in it.</param>
    internal Activity? Start(string name, ActivityKind kind, ActivityContext parent, IEnumerable<ActivityLink>? links = null)
    {
        var around = Activity.Current;
        Activity.Current = null;
        var span = _source?.StartActivity(name, kind, parent, links: links);
        Activity.Current = around;
        return span;
    }

    /// <summary>The span ends, unless it has.</summary>
    /// <param name="span">Null: what it would have told of is not traced.</param>
    /// <param name="failure">Null: all went well; else a name for what happened.</param>
    internal static void End(Activity? span, string? failure = null)
    {
        if (span is not { IsStopped: false })
        {
            return;
        }

        if (failure is not null)
        {
            span.SetStatus(ActivityStatusCode.Error, failure);
        }

        var around = Activity.Current;
        span.Stop();
        Activity.Current = around;
    }

    /// <inheritdoc />
    public void Dispose() => _source?.Dispose();

    private static ActivityContext? Parse(string traceParent) =>
        ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var context) ? context : null;

    private static bool IsSampled(ReadOnlySpan<byte> traceParent) =>
        traceParent.Length == TraceParentLength
        && (traceParent[2], traceParent[35], traceParent[52]) == ((byte)'-', (byte)'-', (byte)'-')
        && Utf8Parser.TryParse(traceParent[^2..], out byte flags, out var read, 'x')
        && read == 2
        && (flags & SampledFlag) != 0;

    private bool TakeOfClients()
    {
        lock (_lock)
        {
            return _ofClients.TryTake(_now());
        }
    }
}
