using System.Diagnostics;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Telemetry;

namespace GameServer.Rooms;

/// <summary>
/// The spans, in the room, of those commands of a turn that are traced; what becomes of the turn afterwards is told by spans below them.
/// </summary>
internal sealed class TurnSpans
{
    private readonly List<Activity> _rooms;

    private TurnSpans(List<Activity> rooms) => _rooms = rooms;

    /// <summary>Null: none of a turn's inputs is traced.</summary>
    internal static TurnSpans? Of(IReadOnlyList<RoomInput> inputs)
    {
        List<Activity>? rooms = null;
        foreach (var input in inputs)
        {
            if (input is RoomInput.Command { Companion: Activity span } command)
            {
                span.SetTag(SpanTags.SessionId, command.From.Session.Value);
                span.SetTag(SpanTags.CommandNumber, (long)command.Seq.Value);
                (rooms ??= []).Add(span);
            }
        }

        return rooms is null ? null : new TurnSpans(rooms);
    }

    /// <summary>Those of several turns that were joined into one record; null: none is traced.</summary>
    internal static TurnSpans? Join(IEnumerable<TurnSpans?> turns)
    {
        var rooms = turns.SelectMany(turn => turn?._rooms ?? []).ToList();
        return rooms.Count == 0 ? null : new TurnSpans(rooms);
    }

    internal void Began()
    {
        foreach (var span in _rooms)
        {
            span.AddEvent(new ActivityEvent(SpanTags.TurnBegan));
        }
    }

    /// <summary>The turn is over; what it has to say has not left.</summary>
    internal void Ended(RoomEntry room, RoomVersion version, int inputs)
    {
        foreach (var span in _rooms)
        {
            Describe(span, room);
            span.SetTag(SpanTags.Epoch, (long)room.Epoch.Value);
            span.SetTag(SpanTags.Version, (long)version.Value);
            span.SetTag(SpanTags.TurnInputs, inputs);
            Tracing.End(span);
        }
    }

    /// <summary>The turn will not run: its room is not here any more.</summary>
    internal void Dropped(RoomEntry room)
    {
        foreach (var span in _rooms)
        {
            Describe(span, room);
            Tracing.End(span, nameof(RoomLife.Away));
        }
    }

    /// <summary>Begins a span below each, linked to the first of the list if one was there and that is wanted.</summary>
    internal void Start(Tracing tracing, string name, ActivityKind kind, List<Activity> into, bool linksToFirst = false)
    {
        foreach (var room in _rooms)
        {
            ActivityLink[]? links = linksToFirst && into.Count > 0 ? [new ActivityLink(into[0].Context)] : null;
            if (tracing.Start(name, kind, room.Context, links) is { } span)
            {
                span.SetTag(SpanTags.RoomId, room.GetTagItem(SpanTags.RoomId));
                span.SetTag(SpanTags.RoomType, room.GetTagItem(SpanTags.RoomType));
                into.Add(span);
            }
        }
    }

    private static void Describe(Activity span, RoomEntry room)
    {
        span.SetTag(SpanTags.RoomId, room.Id.Value);
        span.SetTag(SpanTags.RoomType, room.Type.Name.Value);
    }
}
