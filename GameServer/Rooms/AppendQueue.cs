using GameServer.Actors;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>
/// What rooms have recorded and no batch has taken yet, in the order in which the rooms came; the turns of one room are joined into one
/// record. A room that is in a batch is in no other until that one is done. Pure; used on the committer's turn.
/// </summary>
internal sealed class AppendQueue
{
    /// <summary>Turns are joined up to this; one alone may be larger.</summary>
    internal const int JoinedBytesMax = 4 * 1024 * 1024;

    private readonly Dictionary<RoomId, Waiting> _byRoom = [];
    private readonly Queue<RoomId> _order = new();

    /// <summary>Rooms that the next batch could have.</summary>
    internal int Count => _order.Count;

    internal bool IsEmpty => _order.Count == 0;

    /// <summary>Whose appends are void now, because a later activation of the room has come: the elder one's or this one's.</summary>
    internal ActorRef? Put(CommitMessage.Append append)
    {
        var room = append.Turn.Room;
        if (!_byRoom.TryGetValue(room, out var waiting))
        {
            _byRoom[room] = waiting = new Waiting();
        }

        if (waiting.Turns.Count == 0)
        {
            if (!waiting.IsUnderWay)
            {
                _order.Enqueue(room);
            }
        }
        else if (waiting.Turns.Peek().Turn.Epoch != append.Turn.Epoch)
        {
            if (append.Turn.Epoch.Value < waiting.Turns.Peek().Turn.Epoch.Value)
            {
                return append.Room;
            }

            var elder = waiting.Turns.Peek().Room;
            waiting.Turns.Clear();
            waiting.Turns.Enqueue(append);
            return elder;
        }

        waiting.Turns.Enqueue(append);
        return null;
    }

    /// <summary>The next batch: one append each of different rooms.</summary>
    internal List<CommitMessage.Append> Take()
    {
        List<CommitMessage.Append> batch = [];
        var bytes = 0L;
        for (var rooms = _order.Count; rooms > 0 && batch.Count < IRoomStore.BatchRoomsMax && bytes < IRoomStore.BatchBytesMax / 2; rooms--)
        {
            var room = _order.Dequeue();
            var waiting = _byRoom[room];
            var joined = Join(waiting.Turns);
            bytes += joined.Turn.Turns.Length;
            batch.Add(joined);
            waiting.IsUnderWay = true;
        }

        return batch;
    }

    /// <summary>The batch is done: its rooms may be in the next one.</summary>
    internal void Done(List<CommitMessage.Append> batch)
    {
        foreach (var append in batch)
        {
            var waiting = _byRoom[append.Turn.Room];
            waiting.IsUnderWay = false;
            if (waiting.Turns.Count > 0)
            {
                _order.Enqueue(append.Turn.Room);
            }
            else
            {
                _byRoom.Remove(append.Turn.Room);
            }
        }
    }

    private static CommitMessage.Append Join(Queue<CommitMessage.Append> turns)
    {
        var first = turns.Dequeue();
        if (turns.Count == 0 || BytesOf(first) + BytesOf(turns.Peek()) > JoinedBytesMax)
        {
            return first;
        }

        List<CommitMessage.Append> taken = [first];
        for (var bytes = BytesOf(first); turns.TryPeek(out var next) && bytes + BytesOf(next) <= JoinedBytesMax;)
        {
            bytes += BytesOf(next);
            taken.Add(turns.Dequeue());
        }

        return first with { Turn = Join(taken.ConvertAll(each => each.Turn)), Spans = TurnSpans.Join(taken.Select(each => each.Spans)) };
    }

    private static RoomAppend Join(List<RoomAppend> taken)
    {
        var record = new byte[taken.Sum(turn => turn.Turns.Length)];
        var at = 0;
        foreach (var turn in taken)
        {
            turn.Turns.CopyTo(record.AsMemory(at));
            at += turn.Turns.Length;
        }

        var (first, last) = (taken[0], taken[^1]);
        var roster = taken.Any(turn => turn.Roster.Count > 0) ? taken.SelectMany(turn => turn.Roster).ToList() : first.Roster;
        return first with
        {
            Version = last.Version,
            Turns = record,
            At = last.At,
            Roster = roster,
            Ended = last.Ended,
            Announcements = last.Announcements,
        };
    }

    private static int BytesOf(CommitMessage.Append append) => append.Turn.Turns.Length;

    private sealed class Waiting
    {
        internal bool IsUnderWay { get; set; }

        internal Queue<CommitMessage.Append> Turns { get; } = new();
    }
}
