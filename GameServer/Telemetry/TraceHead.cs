using System.Diagnostics;

namespace GameServer.Telemetry;

/// <summary>
/// Decides where commands come in which of them are traced; all that follows goes by that. One connection's, used by its reader.
/// </summary>
internal sealed class TraceHead(Tracing tracing)
{
    /// <summary>What is longer is not followed.</summary>
    internal const int TraceParentBytesMax = 64;

    private long _untilNext;

    /// <summary>The span of the command on its way through the session; null, as nearly always: it is not traced.</summary>
    /// <param name="traceParent">What the client says of its own trace; mostly nothing.</param>
    internal Activity? Begin(ReadOnlySpan<byte> traceParent)
    {
        if (!traceParent.IsEmpty && tracing.Follow(traceParent) is { } client)
        {
            return tracing.Start(SpanNames.Session, ActivityKind.Server, client);
        }

        if (_untilNext == 0)
        {
            _untilNext = tracing.Odds.Next();
        }

        return --_untilNext == 0 ? tracing.Start(SpanNames.Session, ActivityKind.Server, default) : null;
    }
}
