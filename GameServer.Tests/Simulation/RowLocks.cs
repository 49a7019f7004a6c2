using GameServer.Protocol.Identity;

namespace GameServer.Tests.Simulation;

/// <summary>
/// The locks on rooms' rows that a database holds from a statement's first look at a row until its commit: who comes second waits, and
/// looks at the row again when it is its turn. Everybody locks in the order of ids, so nobody waits in a circle.
/// </summary>
internal sealed class RowLocks
{
    private readonly Dictionary<RoomId, Queue<Action>> _waiting = [];

    /// <summary>Calls back once all of the rows are locked.</summary>
    internal void Take(IEnumerable<RoomId> rooms, Action<IReadOnlyList<RoomId>> locked)
    {
        var ordered = rooms.Distinct().OrderBy(room => room.Value, StringComparer.Ordinal).ToList();
        TakeNext(ordered, 0, locked);
    }

    internal void Release(IReadOnlyList<RoomId> rooms)
    {
        foreach (var room in rooms)
        {
            if (_waiting[room].TryDequeue(out var next))
            {
                next();
            }
            else
            {
                _waiting.Remove(room);
            }
        }
    }

    private void TakeNext(List<RoomId> rooms, int index, Action<IReadOnlyList<RoomId>> locked)
    {
        if (index == rooms.Count)
        {
            locked(rooms);
        }
        else if (_waiting.TryGetValue(rooms[index], out var queue))
        {
            queue.Enqueue(() => TakeNext(rooms, index + 1, locked));
        }
        else
        {
            _waiting.Add(rooms[index], new Queue<Action>());
            TakeNext(rooms, index + 1, locked);
        }
    }
}
