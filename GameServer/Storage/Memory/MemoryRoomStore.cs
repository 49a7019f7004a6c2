using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Telemetry;

namespace GameServer.Storage.Memory;

/// <summary>Rooms in memory: nothing outlives the process. Every call is one step under one lock, on the caller's thread.</summary>
internal sealed class MemoryRoomStore : IRoomStore
{
    private readonly MemoryTables _tables;
    private readonly Lock _gate;
    private readonly Dictionary<RoomId, MemoryRoom> _rooms;
    private uint _numbersTaken;

    /// <summary>Without a cluster.</summary>
    internal MemoryRoomStore()
        : this(new MemoryTables())
    {
    }

    internal MemoryRoomStore(MemoryTables tables)
    {
        _tables = tables;
        _gate = tables.Gate;
        _rooms = tables.Rooms;
    }

    public Task<uint> TakeNumbersAsync(int count, CancellationToken cancel)
    {
        lock (_gate)
        {
            var first = _numbersTaken + 1;
            _numbersTaken = checked(_numbersTaken + (uint)count);
            return Task.FromResult(first);
        }
    }

    public Task<CreateAnswer> CreateAsync(NewRoom room, Incarnation owner, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_rooms.TryGetValue(room.Id, out var found))
            {
                return Answer(found.Epoch.Value == 1 && found.Owner == owner
                    ? CreateAnswer.Created.Instance : new CreateAnswer.KeyTaken(room.Id));
            }

            var answer = Add(room, out var made);
            made?.Begin(owner);
            _tables.Announcements.KeepWith(answer is CreateAnswer.Created, room.Announcements);
            return Answer(answer);
        }
    }

    public Task<RoomId?> FindKeyAsync(RoomTypeName type, string key, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Task.FromResult(Unfinished.FirstOrDefault(each => each.Made.Type == type && each.Made.Key == key)?.Made.Id);
        }
    }

    public Task<IReadOnlyList<TakeOverAnswer>> TakeOverAsync(
        IReadOnlyList<RoomId> rooms, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Answers(rooms.Select(id => TakeOver(id, owner, known)));
        }
    }

    public Task<IReadOnlyList<WriteAnswer>> AppendAsync(IReadOnlyList<RoomAppend> batch, CancellationToken cancel)
    {
        Invariant.Check(batch.Count <= IRoomStore.BatchRoomsMax, "a batch has at most 500 rooms");
        lock (_gate)
        {
            return Answers(batch.Select(append => _tables.Announcements.KeepWith(
                _rooms.GetValueOrDefault(append.Room)?.Append(append) ?? WriteAnswer.Fenced, append.Announcements)));
        }
    }

    public Task<IReadOnlyList<WriteAnswer>> SaveSnapshotsAsync(IReadOnlyList<SnapshotSave> batch, CancellationToken cancel)
    {
        Invariant.Check(batch.Count <= IRoomStore.BatchRoomsMax, "a batch has at most 500 rooms");
        lock (_gate)
        {
            return Answers(batch.Select(save => _tables.Announcements.KeepWith(
                _rooms.GetValueOrDefault(save.Room)?.Save(save) ?? WriteAnswer.Fenced, save.Announcements)));
        }
    }

    public Task<bool> SleepAsync(RoomId room, Epoch epoch, RoomVersion version, DateTimeOffset? wakeAt, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Task.FromResult(_rooms.GetValueOrDefault(room)?.Sleep(epoch, version, wakeAt) ?? false);
        }
    }

    public Task<IReadOnlyList<StoredRecord>> ReadLogAsync(
        RoomId room, RoomVersion after, RoomVersion upTo, long bytesMax, CancellationToken cancel)
    {
        lock (_gate)
        {
            var bytes = 0L;
            return Answers((_rooms.GetValueOrDefault(room)?.Log(after, upTo) ?? [])
                .TakeWhile(each => (bytes += each.Turns.Length) <= bytesMax));
        }
    }

    public Task<IReadOnlyList<RoomWhereabouts>> LocateAsync(IReadOnlyList<RoomId> rooms, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Answers(rooms.Select(Locate));
        }
    }

    public Task<IReadOnlyList<StoredPlace>> RoomsOfAsync(PlayerId player, IReadOnlyList<RoomId> alsoThese, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Answers(Unfinished.Where(each => each.Members.Contains(player) || alsoThese.Contains(each.Made.Id))
                .Select(each => new StoredPlace(each.Made.Id, each.Made.Type)));
        }
    }

    public Task<IReadOnlyList<RoomId>> DueAsync(DateTimeOffset now, int roomsMax, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Answers(Unfinished
                .Where(each => each.Phase == RoomPhase.Asleep && each.WakeAt <= now)
                .OrderBy(each => each.WakeAt)
                .Take(roomsMax)
                .Select(each => each.Made.Id));
        }
    }

    public Task<IReadOnlyList<RoomId>> StrandedAsync(Incarnation self, RoomId after, int roomsMax, CancellationToken cancel)
    {
        lock (_gate)
        {
            foreach (var lost in Unfinished.Where(each => IsLost(each, self)).ToList())
            {
                _rooms.Remove(lost.Made.Id);
            }

            return Answers(Unfinished
                .Where(each => each.Phase == RoomPhase.Placed ? IsDead(each.Owner, self) : each.Made.KeepAlive)
                .Select(each => each.Made.Id)
                .Where(id => string.CompareOrdinal(id.Value, after.Value) > 0)
                .OrderBy(id => id.Value, StringComparer.Ordinal)
                .Take(roomsMax));
        }
    }

    public Task<IReadOnlyList<RoomRow>> ListAsync(RoomTypeName? type, bool finishedToo, int roomsMax, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Answers((finishedToo ? _rooms.Values : Unfinished)
                .Where(each => type is null || each.Made.Type == type)
                .OrderByDescending(each => each.ChangedAt)
                .ThenBy(each => each.Made.Id.Value, StringComparer.Ordinal)
                .Take(roomsMax)
                .Select(each => each.Row()));
        }
    }

    public Task<RoomRow?> FindAsync(RoomId room, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Task.FromResult(_rooms.GetValueOrDefault(room)?.Row());
        }
    }

    public Task<StoredHistory> ReadHistoryAsync(RoomId room, RoomVersion upTo, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Task.FromResult(_rooms.GetValueOrDefault(room)?.History(upTo) ?? new StoredHistory(default, default, []));
        }
    }

    public Task<IReadOnlyList<HistoryEntry>> ListHistoryAsync(RoomId room, int entriesMax, CancellationToken cancel)
    {
        lock (_gate)
        {
            return Task.FromResult(_rooms.GetValueOrDefault(room)?.Entries(entriesMax) ?? []);
        }
    }

    public Task<CreateAnswer> ForkAsync(NewRoom room, RoomVersion version, ReadOnlyMemory<byte> snapshot, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_rooms.ContainsKey(room.Id))
            {
                return Answer(CreateAnswer.Created.Instance);
            }

            var answer = Add(room, out var made);
            made?.BeginWith(version, snapshot);
            return Answer(answer);
        }
    }

    public Task<bool> DeleteAsync(RoomId room, CancellationToken cancel)
    {
        lock (_gate)
        {
            var isFree = _rooms.TryGetValue(room, out var found) && (found.Phase != RoomPhase.Placed || _tables.IsRevoked(found.Owner));
            return Task.FromResult(isFree && _rooms.Remove(room));
        }
    }

    public Task<bool> PruneAsync(DateTimeOffset historyBefore, DateTimeOffset finishedBefore, CancellationToken cancel)
    {
        lock (_gate)
        {
            foreach (var room in _rooms.Values.ToList())
            {
                room.Prune(historyBefore);
                if (room.Phase == RoomPhase.Finished && room.ChangedAt < finishedBefore)
                {
                    _rooms.Remove(room.Made.Id);
                }
            }

            return Task.FromResult(false);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private IEnumerable<MemoryRoom> Unfinished => _rooms.Values.Where(each => each.Phase != RoomPhase.Finished);

    private static Task<IReadOnlyList<T>> Answers<T>(IEnumerable<T> answers) => Task.FromResult<IReadOnlyList<T>>(answers.ToList());

    private static Task<CreateAnswer> Answer(CreateAnswer answer) => Task.FromResult(answer);

    private bool IsDead(Incarnation? owner, Incarnation asker) => owner is not null && owner != asker && !_tables.IsLive(owner);

    private bool IsLost(MemoryRoom room, Incarnation asker) => !room.Made.IsStored && IsDead(room.Owner, asker);

    private TakeOverAnswer TakeOver(RoomId id, Incarnation owner, IReadOnlyDictionary<RoomTypeName, TypeVersions> known)
    {
        if (_rooms.GetValueOrDefault(id) is not { Phase: not RoomPhase.Finished } room)
        {
            return TakeOverAnswer.NotFound.Instance;
        }

        if (room.Owner is { } other && other != owner && !IsDead(other, owner))
        {
            return new TakeOverAnswer.Elsewhere(other);
        }

        var answer = IsLost(room, owner) ? TakeOverAnswer.NotFound.Instance : room.TakeOver(owner, known);
        if (answer is TakeOverAnswer.NotFound)
        {
            _rooms.Remove(id);
        }

        return answer;
    }

    private RoomWhereabouts Locate(RoomId id) => _rooms.GetValueOrDefault(id) switch
    {
        null or { Phase: RoomPhase.Finished } => RoomWhereabouts.NotFound.Instance,
        { Owner: { } owner } when _tables.IsLive(owner) => new RoomWhereabouts.RunsAt(owner),
        { Owner: not null, Made.IsStored: false } => RoomWhereabouts.NotFound.Instance,
        _ => RoomWhereabouts.Free.Instance,
    };

    private CreateAnswer Add(NewRoom room, out MemoryRoom? made)
    {
        made = null;
        if (room.Key.Length > 0 && Unfinished.FirstOrDefault(each => each.Made.Type == room.Type && each.Made.Key == room.Key) is { } by)
        {
            return new CreateAnswer.KeyTaken(by.Made.Id);
        }

        made = new MemoryRoom(room with { Origin = room.Origin.ToArray() });
        _rooms.Add(room.Id, made);
        return CreateAnswer.Created.Instance;
    }
}
