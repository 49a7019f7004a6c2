using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>Snapshots that no batch has taken yet: the newest of each room. Pure; used on the committer's turn.</summary>
internal sealed class SaveQueue
{
    private readonly Dictionary<RoomId, CommitMessage.Save> _byRoom = [];
    private readonly Queue<RoomId> _order = new();

    internal bool IsEmpty => _order.Count == 0;

    internal void Put(CommitMessage.Save save)
    {
        var room = save.Snapshot.Room;
        if (!_byRoom.TryGetValue(room, out var elder))
        {
            _order.Enqueue(room);
            _byRoom[room] = save;
        }
        else if (save.Snapshot.Epoch.Value > elder.Snapshot.Epoch.Value)
        {
            _byRoom[room] = save;
        }
        else if (save.Snapshot.Epoch == elder.Snapshot.Epoch)
        {
            var roster = elder.Snapshot.Roster.Count == 0 ? save.Snapshot.Roster : [.. elder.Snapshot.Roster, .. save.Snapshot.Roster];
            _byRoom[room] = save with { Snapshot = save.Snapshot with { Roster = roster } };
        }
    }

    /// <summary>The next batch.</summary>
    internal List<CommitMessage.Save> Take()
    {
        List<CommitMessage.Save> batch = [];
        var bytes = 0L;
        while (batch.Count < IRoomStore.BatchRoomsMax && bytes < IRoomStore.BatchBytesMax / 2 && _order.TryDequeue(out var room))
        {
            _byRoom.Remove(room, out var save);
            bytes += save!.Snapshot.Snapshot.Length;
            batch.Add(save);
        }

        return batch;
    }
}
