using System.Collections;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// What one turn wants done, in order, with the bytes of its frames. Whoever ran the turn has it until <see cref="Recycle"/>; then the room
/// uses it for a later turn. On the room's turn.
/// </summary>
internal sealed class EffectList(Stack<EffectList>? free) : IReadOnlyList<RoomEffect>
{
    /// <summary>Of a turn that wants nothing done; one for all rooms.</summary>
    internal static readonly EffectList None = new(null);

    private readonly List<RoomEffect> _effects = [];
    private readonly Reused<RoomEffect.Publish> _publishes = new(static () => new RoomEffect.Publish());
    private readonly Reused<RoomEffect.ToMember> _frames = new(static () => new RoomEffect.ToMember(new OutgoingFrame()));

    public int Count => _effects.Count;

    /// <summary>Where the frames of this turn are written.</summary>
    internal FrameWriter Bytes { get; } = new();

    /// <summary>
    /// What the turn has recorded, as an encoded RoomRecord; empty: nothing, or the room's log is not kept. The records of turns that
    /// follow one another are joined by concatenating them. Holds until <see cref="Recycle"/>.
    /// </summary>
    internal ReadOnlyMemory<byte> Record => Records.Since(0);

    /// <summary>The room's version before the turn.</summary>
    internal RoomVersion BaseVersion { get; set; }

    /// <summary>The room's version after the turn; the base version when it recorded nothing.</summary>
    internal RoomVersion Version { get; set; }

    /// <summary>The room's time in the turn.</summary>
    internal DateTimeOffset At { get; set; }

    /// <summary>
    /// The room has ended in this turn, for good. A room that is <see cref="RoomEffect.Closed"/> without it could not be activated and
    /// stays stored as it was.
    /// </summary>
    internal bool Ended { get; set; }

    /// <summary>Why the room is closed since this turn, as a sentence; null: it is not, or was before.</summary>
    internal string? ClosedBecause => _effects.Count > 0 && _effects[^1] is RoomEffect.Closed closed ? closed.Reason : null;

    /// <summary>Where records are written.</summary>
    internal FrameWriter Records { get; } = new();

    /// <summary>Something is said to members.</summary>
    internal bool HasFrames { get; private set; }

    public RoomEffect this[int index] => _effects[index];

    public List<RoomEffect>.Enumerator GetEnumerator() => _effects.GetEnumerator();

    IEnumerator<RoomEffect> IEnumerable<RoomEffect>.GetEnumerator() => _effects.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _effects.GetEnumerator();

    internal void Add(RoomEffect effect)
    {
        _effects.Add(effect);
        HasFrames |= effect is RoomEffect.ToMember;
    }

    internal void Insert(int at, RoomEffect effect) => _effects.Insert(at, effect);

    /// <summary>The element, written to <see cref="Bytes"/>, is the update for every attached member.</summary>
    internal void Publish(ReadOnlyMemory<byte> element, RoomSchema schema)
    {
        var effect = _publishes.Next();
        effect.Frame.Is(element, schema.State, schema.Event);
        _effects.Add(effect);
        HasFrames = true;
    }

    /// <summary>The bytes written since the mark are a frame for one connection.</summary>
    internal void ToMember(MemberAddress member, int mark, RoomSchema schema)
    {
        var effect = _frames.Next();
        effect.Member = member;
        effect.Frame.Is(Bytes.Since(mark), schema.State, schema.Event);
        _effects.Add(effect);
        HasFrames = true;
    }

    /// <summary>All of it has been carried out. Nothing of it may be used any more.</summary>
    internal void Recycle()
    {
        if (free is null)
        {
            return;
        }

        _effects.Clear();
        HasFrames = false;
        _publishes.Rewind();
        _frames.Rewind();
        Bytes.Clear();
        Records.Clear();
        Ended = false;
        free.Push(this);
    }

    /// <summary>Objects that are handed out in order, turn after turn the same.</summary>
    private sealed class Reused<T>(Func<T> make)
    {
        private readonly List<T> _made = [];
        private int _used;

        internal T Next()
        {
            if (_used == _made.Count)
            {
                _made.Add(make());
            }

            return _made[_used++];
        }

        internal void Rewind() => _used = 0;
    }
}
