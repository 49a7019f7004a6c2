using System.Numerics;
using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>Everything that is done with messages of one type: made once, then shared by all rooms.</summary>
internal sealed class MessagePlan<TMessage>
    where TMessage : class, IMessage<TMessage>, new()
{
    private readonly FieldPlan<TMessage>[] _fields;
    private readonly FieldPlan<TMessage>[] _values;
    private readonly IValuePlan<TMessage>[] _differing;
    private readonly Func<TMessage, TMessage, ulong> _differences;
    private readonly TreePlan<TMessage>[] _trees;
    private readonly IMergedPlan<TMessage>[] _merged;
    private readonly INestedPlan<TMessage>[] _nested;

    private MessagePlan()
    {
        _fields = PlanBuilder.Fields<TMessage>();
        _values = [.. _fields.Where(field => field is IValuePlan<TMessage>)];
        _trees = [.. _fields.OfType<TreePlan<TMessage>>()];
        _differing = [.. _values.Cast<IValuePlan<TMessage>>()];
        _differences = CompiledValues.Differences(_values);
        _merged = [.. _trees.OfType<IMergedPlan<TMessage>>()];

        // A patch has its messages before its maps.
        _nested = [.. _trees.OfType<INestedPlan<TMessage>>().OrderBy(tree => tree is not IMergedPlan<TMessage>)];
        for (var i = 0; i < _trees.Length; i++)
        {
            _trees[i].Index = i;
        }

        SameValues = CompiledValues.Same(_values);
        CopyValues = CompiledValues.Copy(_values);
    }

    /// <summary>Reached through this property and never held, so that recursive types need no order of making.</summary>
    internal static MessagePlan<TMessage> Instance { get; } = new();

    /// <summary>Whether all singular values are bit by bit the same.</summary>
    internal Func<TMessage, TMessage, bool> SameValues { get; }

    /// <summary>Copies all singular values from the first to the second.</summary>
    internal Action<TMessage, TMessage> CopyValues { get; }

    /// <summary>Whether messages of this type have singular values only.</summary>
    internal bool IsFlat => _trees.Length == 0;

    /// <summary>For maps of flat messages.</summary>
    internal SkipSame<TKey, TMessage, SeenMessage<TMessage>> CompileSkipSame<TKey>()
        where TKey : notnull =>
        CompiledRows.Compile<TKey, TMessage>(_values);

    internal bool Same(TMessage left, TMessage right)
    {
        if (!SameValues(left, right))
        {
            return false;
        }

        foreach (var tree in _trees)
        {
            if (!tree.Same(left, right))
            {
                return false;
            }
        }

        return true;
    }

    internal void Write(TMessage message, PatchWriter writer)
    {
        writer.Enter();
        foreach (var field in _fields)
        {
            field.Write(message, writer);
        }

        writer.Leave();
    }

    internal int Size(TMessage message)
    {
        var size = 0;
        foreach (var field in _fields)
        {
            size += field.Size(message);
        }

        return size;
    }

    internal HashDigest Hash(TMessage message)
    {
        var lanes = HashLanes.Start();
        foreach (var field in _fields)
        {
            field.Hash(message, ref lanes);
        }

        return lanes.Finish();
    }

    internal TMessage Copy(TMessage message)
    {
        var copy = new TMessage();
        CopyValues(message, copy);
        foreach (var tree in _trees)
        {
            tree.Copy(message, copy);
        }

        return copy;
    }

    internal MessageShadow<TMessage> Adopt(TMessage live)
    {
        var trees = _trees.Length == 0 ? [] : Array.ConvertAll(_trees, tree => tree.Adopt(live));
        var shadow = new MessageShadow<TMessage>(this, trees, Size(live));
        CopyValues(live, shadow.Values);
        return shadow;
    }

    /// <summary>
    /// Writes the fields of the patch from the shadow to the live message. False: nothing differs and nothing was written.
    /// </summary>
    internal bool Diff(TMessage live, MessageShadow<TMessage> shadow, DiffWalk walk)
    {
        var sameValues = SameValues(live, shadow.Values);
        if (sameValues && IsFlat)
        {
            return false;
        }

        var start = walk.Frame.Length;
        var size = shadow.Size;
        walk.Writer.Enter();
        if (!sameValues || _merged.Length > 0)
        {
            DiffMerged(live, shadow, sameValues, walk, ref size);
        }

        foreach (var tree in _nested)
        {
            tree.DiffNested(live, shadow.Trees[tree.Index], walk, ref size);
        }

        walk.Writer.Leave();
        if (walk.Frame.Length == start)
        {
            return false;
        }

        shadow.Propose(sameValues ? null : live, size);
        walk.Changed(shadow);
        return true;
    }

    internal TMessage Restore(MessageShadow<TMessage> shadow)
    {
        var copy = new TMessage();
        CopyValues(shadow.Values, copy);
        foreach (var tree in _trees)
        {
            tree.Restore(shadow.Trees[tree.Index], copy);
        }

        return copy;
    }

    internal HashDigest HashPublished(MessageShadow<TMessage> shadow)
    {
        if (!shadow.HashIsStale)
        {
            return shadow.Digest;
        }

        var lanes = HashLanes.Start();
        foreach (var field in _fields)
        {
            if (field is TreePlan<TMessage> tree)
            {
                tree.HashPublished(shadow.Trees[tree.Index], ref lanes);
            }
            else
            {
                field.Hash(shadow.Values, ref lanes);
            }
        }

        return shadow.Hashed(lanes.Finish());
    }

    private void DiffMerged(TMessage live, MessageShadow<TMessage> shadow, bool sameValues, DiffWalk walk, ref int size)
    {
        var frame = walk.Frame;
        var (start, cleared) = (frame.Length, walk.ClearedCount);
        frame.WriteTag(StatePatch.MergeFieldNumber, WireFormat.WireType.LengthDelimited);
        var mark = frame.BeginLength();
        var content = frame.Length;
        if (!sameValues)
        {
            DiffValues(live, shadow.Values, walk, ref size);
        }

        foreach (var tree in _merged)
        {
            tree.DiffMerged(live, shadow.Trees[tree.Index], walk, ref size);
        }

        if (frame.Length > content)
        {
            frame.EndLength(mark);
        }
        else
        {
            frame.Truncate(start);
        }

        walk.WriteCleared(cleared, start);
    }

    private void DiffValues(TMessage live, TMessage published, DiffWalk walk, ref int size)
    {
        for (var bits = _differences(live, published); bits != 0; bits &= bits - 1)
        {
            _differing[BitOperations.TrailingZeroCount(bits)].Diff(live, published, walk, ref size);
        }

        for (var i = CompiledValues.DifferencesMax; i < _values.Length; i++)
        {
            if (!_values[i].Same(live, published))
            {
                _differing[i].Diff(live, published, walk, ref size);
            }
        }
    }
}
