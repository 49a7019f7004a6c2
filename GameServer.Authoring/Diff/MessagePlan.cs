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
    private readonly TreePlan<TMessage>[] _trees;
    private readonly Func<TMessage, TMessage, bool> _sameValues;

    private MessagePlan()
    {
        _fields = PlanBuilder.Fields<TMessage>();
        _values = [.. _fields.Where(field => field is IValuePlan<TMessage>)];
        _trees = [.. _fields.OfType<TreePlan<TMessage>>()];
        for (var i = 0; i < _trees.Length; i++)
        {
            _trees[i].Index = i;
        }

        _sameValues = SameValues.Compile(_values);
    }

    /// <summary>Reached through this property and never held, so that recursive types need no order of making.</summary>
    internal static MessagePlan<TMessage> Instance { get; } = new();

    internal bool Same(TMessage left, TMessage right)
    {
        if (!_sameValues(left, right))
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

    internal Measured Measure(TMessage message)
    {
        var lanes = HashLanes.Start();
        var size = 0;
        foreach (var field in _fields)
        {
            size += field.Measure(message, ref lanes);
        }

        return new Measured(1, lanes.Finish(), size);
    }

    internal TMessage Copy(TMessage message)
    {
        var copy = new TMessage();
        foreach (var field in _fields)
        {
            field.Copy(message, copy);
        }

        return copy;
    }

    internal MessageShadow<TMessage> Adopt(TMessage live)
    {
        var shadow = new MessageShadow<TMessage>(this, Array.ConvertAll(_trees, tree => tree.Adopt(live)));
        CopyValues(live, shadow.Values);
        shadow.Begin(live);
        return shadow;
    }

    /// <summary>The patch from the shadow to the live message; null when nothing differs.</summary>
    internal StatePatch? Diff(TMessage live, MessageShadow<TMessage> shadow, DiffWalk walk)
    {
        var sameValues = _sameValues(live, shadow.Values);
        if (sameValues && _trees.Length == 0)
        {
            return null;
        }

        StatePatch? patch = null;
        walk.Writer.Enter();
        var start = walk.Writer.Position;
        if (!sameValues)
        {
            foreach (var value in _values)
            {
                ((IValuePlan<TMessage>)value).Diff(live, shadow.Values, walk.Writer, ref patch);
            }
        }

        foreach (var tree in _trees)
        {
            tree.Diff(live, shadow.Trees[tree.Index], walk, ref patch);
        }

        if (walk.Writer.Position > start)
        {
            patch ??= new StatePatch();
            patch.Merge = walk.Writer.Cut(start);
        }

        walk.Writer.Leave();
        if (patch is not null)
        {
            shadow.Propose(live, !sameValues);
            walk.Changed(shadow);
        }

        return patch;
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

    internal void CopyValues(TMessage from, TMessage to)
    {
        foreach (var value in _values)
        {
            value.Copy(from, to);
        }
    }

    /// <summary>Of a message whose trees' shadows have measured themselves.</summary>
    internal Measured Measure(TMessage message, Shadow[] trees)
    {
        var lanes = HashLanes.Start();
        var size = 0;
        foreach (var field in _fields)
        {
            if (field is TreePlan<TMessage> tree)
            {
                var measured = trees[tree.Index].Pending;
                tree.Contribute(measured, ref lanes);
                size += measured.Size;
            }
            else
            {
                size += field.Measure(message, ref lanes);
            }
        }

        return new Measured(1, lanes.Finish(), size);
    }
}
