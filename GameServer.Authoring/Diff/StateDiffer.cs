using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>
/// Holds the shadow of one room's state: what was last published. <see cref="TryDiff"/> looks, <see cref="Advance"/> makes the live state
/// the published one, <see cref="Restore"/> goes back. Runs on the room's turn.
/// </summary>
internal sealed class StateDiffer<TState>
    where TState : class, IMessage<TState>, new()
{
    private readonly MessagePlan<TState> _plan = MessagePlan<TState>.Instance;
    private readonly MessageShadow<TState> _shadow;
    private readonly DiffWalk _walk = new();

    /// <summary>Takes a copy of <paramref name="published"/>; changes to it afterwards are found by the next diff.</summary>
    internal StateDiffer(TState published)
    {
        // An unreadably deep state must fail here, where it is an exception, and not in a walk without a limit.
        _plan.Write(published, new PatchWriter(new FrameWriter()));
        _shadow = _plan.Adopt(published);
    }

    /// <summary>The state hash of what was published; only what changed since it was asked for is hashed anew.</summary>
    internal ulong Hash => _plan.HashPublished(_shadow).ToUInt64();

    /// <summary>Bytes of the published state in its own encoding, default map keys and values written out.</summary>
    internal int EncodedSize => _shadow.Size;

    /// <summary>
    /// Writes the encoded <see cref="StatePatch"/> that leads from the published state to <paramref name="live"/>; false: nothing differs
    /// and nothing was written. What was published stays as it is until <see cref="Advance"/>, and without it the next diff starts from
    /// there again. When this throws, what it wrote is left in <paramref name="target"/>.
    /// </summary>
    /// <param name="live">The state as it is now.</param>
    /// <param name="target">The patch is written after what is in it already.</param>
    /// <param name="encodedSize">Bytes of the whole state as it would be after the patch.</param>
    internal bool TryDiff(TState live, FrameWriter target, out int encodedSize)
    {
        if (_plan.IsFlat && _plan.SameValues(live, _shadow.Values))
        {
            encodedSize = _shadow.Size;
            return false;
        }

        _walk.Reset(target);
        if (_plan.Diff(live, _shadow, _walk))
        {
            encodedSize = _shadow.ProposedSize;
            return true;
        }

        // Rows that only stand in another order now are nothing to publish, and need not be found again.
        _walk.Commit();
        encodedSize = _shadow.Size;
        return false;
    }

    /// <summary><see cref="TryDiff"/> as an object; null when nothing differs.</summary>
    internal StateDiff? Diff(TState live)
    {
        var target = new FrameWriter();
        return TryDiff(live, target, out var size) ? new StateDiff(StatePatch.Parser.ParseFrom(target.Written), size) : null;
    }

    /// <summary>Makes what the last diff saw the published state. The live state must not have changed since that diff.</summary>
    internal void Advance() => _walk.Commit();

    /// <summary>A fresh copy of what was published, for rolling back.</summary>
    internal TState Restore() => _plan.Restore(_shadow);

    /// <summary>Writes the encoded patch that leads from the empty message to what was published; nothing when that is empty too.</summary>
    internal void WriteSnapshot(FrameWriter target) => WriteSnapshotOf(Restore(), target);

    /// <summary>The patch that leads from the empty message to what was published.</summary>
    internal StatePatch Snapshot() => SnapshotOf(Restore());

    /// <summary>The patch that leads from the empty message to <paramref name="state"/>, by the encoder that makes all patches.</summary>
    internal static StatePatch SnapshotOf(TState state)
    {
        var target = new FrameWriter();
        WriteSnapshotOf(state, target);
        return StatePatch.Parser.ParseFrom(target.Written);
    }

    private static void WriteSnapshotOf(TState state, FrameWriter target) =>
        new StateDiffer<TState>(new TState()).TryDiff(state, target, out _);
}
