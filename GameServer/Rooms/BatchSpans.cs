using System.Diagnostics;
using GameServer.Telemetry;

namespace GameServer.Rooms;

/// <summary>
/// The spans of one batch of appends, from the giving to the store to its answer: one below each traced command's span in its room. All
/// but the first are linked to the first, since one commit was theirs.
/// </summary>
internal sealed class BatchSpans
{
    private readonly List<Activity> _spans = [];

    // Which append of the batch each is of.
    private readonly List<int> _appends = [];

    private BatchSpans()
    {
    }

    /// <summary>Null: nothing of the batch is traced.</summary>
    internal static BatchSpans? Begin(Tracing tracing, List<CommitMessage.Append> batch)
    {
        BatchSpans? begun = null;
        for (var index = 0; tracing.IsOn && index < batch.Count; index++)
        {
            if (batch[index].Spans is { } spans)
            {
                (begun ??= new BatchSpans()).Add(tracing, spans, index, batch.Count);
            }
        }

        return begun;
    }

    internal void End(IReadOnlyList<WriteAnswer> answers)
    {
        for (var index = 0; index < _spans.Count; index++)
        {
            var answer = answers[_appends[index]];
            Tracing.End(_spans[index], answer == WriteAnswer.Made ? null : answer.ToString());
        }
    }

    private void Add(Tracing tracing, TurnSpans turn, int append, int rooms)
    {
        turn.Start(tracing, SpanNames.Store, ActivityKind.Client, _spans, linksToFirst: true);
        while (_appends.Count < _spans.Count)
        {
            _spans[_appends.Count].SetTag(SpanTags.BatchRooms, rooms);
            _appends.Add(append);
        }
    }
}
