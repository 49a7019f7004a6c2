using System.Diagnostics;
using GameServer.Telemetry;

namespace GameServer.Rooms;

/// <summary>
/// The spans of what turns said to their members, from its release to the flush that handed it to outboxes and links. Used on the room's
/// turn.
/// </summary>
internal sealed class AnswerSpans(Tracing tracing)
{
    private readonly List<Activity> _open = [];

    /// <param name="turn">Null: nothing of it is traced.</param>
    internal void Begin(TurnSpans? turn) => turn?.Start(tracing, SpanNames.Answer, ActivityKind.Producer, _open);

    internal void End()
    {
        foreach (var span in _open)
        {
            Tracing.End(span);
        }

        _open.Clear();
    }
}
