using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>How far a room's opening has come.</summary>
internal enum OpeningPhase
{
    /// <summary>It is to be asked about, or the store is asked where the room runs.</summary>
    Wanted,

    /// <summary>The store is asked to make the room, or to give it to this node: then it runs here.</summary>
    Coming,

    /// <summary>It is asked about again in a moment, not now.</summary>
    Pausing,
}

/// <summary>A room that is being made in the store or taken over, and what waits for it.</summary>
internal sealed class RoomOpening(RoomId id, RoomTypeName? type, string key)
{
    internal RoomId Id => id;

    /// <summary>Null until the store has said it.</summary>
    internal RoomTypeName? Type => type;

    internal string Key => key;

    /// <summary>Another node chose this one to open it.</summary>
    internal bool IsHandedOn { get; set; }

    // Of a room whose type is known already nothing is stored yet: it is being made here.
    internal OpeningPhase Phase { get; set; } = type is null ? OpeningPhase.Wanted : OpeningPhase.Coming;

    /// <summary>Joins, inputs and orders, in the order of their arrival.</summary>
    internal Queue<object> Waiting { get; } = new();
}

/// <summary>
/// The rooms that are being opened by this node, and those that must not be for a while. Used on the room host's turn.
/// </summary>
internal sealed class RoomOpenings(int waitingMax)
{
    private static readonly TimeSpan FailedFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BarredFor = TimeSpan.FromMinutes(1);

    private readonly Dictionary<RoomId, RoomOpening> _byId = [];
    private readonly Dictionary<(RoomTypeName Type, string Key), RoomOpening> _byKey = [];
    private readonly Dictionary<RoomId, Pause> _pauses = [];
    private int _waiting;

    internal int Count => _byId.Count;

    internal IEnumerable<RoomOpening> All => _byId.Values;

    /// <summary>Some may run here yet, whatever happens.</summary>
    internal bool AreComing => _byId.Values.Any(static opening => opening.Phase == OpeningPhase.Coming);

    internal RoomOpening? Find(RoomId id) => _byId.GetValueOrDefault(id);

    internal RoomOpening? FindKey(RoomTypeName type, string key) => key.Length > 0 ? _byKey.GetValueOrDefault((type, key)) : null;

    internal RoomOpening Begin(RoomId id, RoomTypeName? type = null, string key = "")
    {
        var opening = new RoomOpening(id, type, key);
        _byId.Add(id, opening);
        if (type is { } ofType && key.Length > 0)
        {
            _byKey.Add((ofType, key), opening);
        }

        return opening;
    }

    /// <summary>The store is asked to give them to this node.</summary>
    internal void Coming(IReadOnlyList<RoomId> rooms)
    {
        foreach (var room in rooms)
        {
            _byId[room].Phase = OpeningPhase.Coming;
        }
    }

    /// <summary>False: too much waits already.</summary>
    internal bool TryWait(RoomOpening opening, object what)
    {
        if (_waiting >= waitingMax)
        {
            return false;
        }

        if (what is RoomInput.ConnectionLost lost)
        {
            Forget(opening, lost.From);
        }

        _waiting++;
        opening.Waiting.Enqueue(what);
        return true;
    }

    // Its attachment would take the place of a later connection.
    private void Forget(RoomOpening opening, MemberAddress gone)
    {
        for (var count = opening.Waiting.Count; count > 0; count--)
        {
            var next = opening.Waiting.Dequeue();
            if (next is RoomInput.Attach attach && attach.From == gone)
            {
                _waiting--;
            }
            else
            {
                opening.Waiting.Enqueue(next);
            }
        }
    }

    /// <summary>Passes on what waits, in order, until something is not taken. True: nothing waits any more.</summary>
    internal bool Pass(RoomOpening opening, Func<object, bool> takes)
    {
        while (opening.Waiting.TryPeek(out var next))
        {
            if (!takes(next))
            {
                return false;
            }

            opening.Waiting.Dequeue();
            _waiting--;
        }

        return true;
    }

    /// <summary>The room is open, or cannot be opened.</summary>
    internal RoomOpening End(RoomId id)
    {
        _byId.Remove(id, out var opening);
        if (opening!.Type is { } type && opening.Key.Length > 0)
        {
            _byKey.Remove((type, opening.Key));
        }

        _waiting -= opening.Waiting.Count;
        return opening;
    }

    /// <summary>The room has failed: it is opened again after a while.</summary>
    internal void Failed(RoomId id, string? barred, DateTimeOffset now) =>
        _pauses[id] = new Pause(now + (barred is null ? FailedFor : BarredFor), barred);

    /// <summary>How long the room's opening must wait.</summary>
    internal TimeSpan Delay(RoomId id, DateTimeOffset now) => PauseOf(id, now) is { } pause ? pause.Until - now : TimeSpan.Zero;

    /// <summary>Why the room cannot be run here, as a sentence; null: it can, as far as is known.</summary>
    internal string? Barred(RoomId id, DateTimeOffset now) => PauseOf(id, now)?.Barred;

    private Pause? PauseOf(RoomId id, DateTimeOffset now)
    {
        if (!_pauses.TryGetValue(id, out var pause))
        {
            return null;
        }

        if (pause.Until > now)
        {
            return pause;
        }

        _pauses.Remove(id);
        return null;
    }

    private sealed record Pause(DateTimeOffset Until, string? Barred);
}
