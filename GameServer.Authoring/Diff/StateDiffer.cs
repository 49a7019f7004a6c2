using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>
/// Holds the shadow of one room's state: what was last published. <see cref="Diff"/> looks, <see cref="Advance"/> makes the live state
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
        _plan.Write(published, _walk.Writer);
        _shadow = _plan.Adopt(published);
    }

    /// <summary>The state hash of what was published, kept as rows change and never computed anew.</summary>
    internal ulong Hash => _shadow.Current.Digest.ToUInt64();

    /// <summary>Bytes of the published state in its own encoding, default map keys and values written out.</summary>
    internal int EncodedSize => _shadow.Current.Size;

    /// <summary>
    /// What leads from the published state to <paramref name="live"/>; null when nothing differs. What was published stays as it is
    /// until <see cref="Advance"/>, and without it the next diff starts from there again.
    /// </summary>
    internal StateDiff? Diff(TState live)
    {
        _walk.Reset();
        return _plan.Diff(live, _shadow, _walk) is { } patch
            ? new StateDiff(patch, _shadow.Pending.Size, _shadow.Pending.Digest.ToUInt64())
            : null;
    }

    /// <summary>Makes what the last diff saw the published state. The live state must not have changed since that diff.</summary>
    internal void Advance() => _walk.Commit();

    /// <summary>A fresh copy of what was published, for rolling back.</summary>
    internal TState Restore() => _plan.Restore(_shadow);

    /// <summary>The patch that leads from the empty message to what was published.</summary>
    internal StatePatch Snapshot() => SnapshotOf(Restore());

    /// <summary>The patch that leads from the empty message to <paramref name="state"/>, by the encoder that makes all patches.</summary>
    internal static StatePatch SnapshotOf(TState state) => new StateDiffer<TState>(new TState()).Diff(state)?.Patch ?? new StatePatch();
}
