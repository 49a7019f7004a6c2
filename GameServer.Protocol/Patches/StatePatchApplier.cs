using System.Collections;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Patches;

/// <summary>
/// Applies patches to a live state with the protobuf runtime's own byte merge. Uses descriptors only and generates no code, so that it
/// runs where code is compiled ahead of time (Unity's IL2CPP). Fields that this program's schema does not know are dropped.
/// </summary>
public static class StatePatchApplier
{
    /// <summary>How deep patches may be nested in patches.</summary>
    public const int DepthMax = 32;

    /// <summary>
    /// Brings <paramref name="state"/> to the value that the patch leads to. On any result but <see cref="PatchResult.Applied"/> the
    /// state may be changed in part: drop it and ask for a snapshot. A snapshot is applied to an empty message.
    /// </summary>
    public static PatchResult Apply(IMessage state, StatePatch patch, IPatchObserver? observer = null)
    {
        try
        {
            return Apply(state, patch, observer, null, 0);
        }
        catch (InvalidProtocolBufferException)
        {
            return PatchResult.Malformed;
        }
        catch (InvalidOperationException)
        {
            // What the runtime throws for a wrapper message that is cut off.
            return PatchResult.Malformed;
        }
    }

    private static PatchResult Apply(IMessage message, StatePatch patch, IPatchObserver? observer, PatchChange? parent, int depth)
    {
        if (depth >= DepthMax)
        {
            return PatchResult.TooDeep;
        }

        var fields = observer is null ? null : new MergedFields(message, patch);
        foreach (var number in patch.Cleared)
        {
            Clear(message, number);
        }

        if (!patch.Merge.IsEmpty)
        {
            LiveMerge.Into(message, patch.Merge);
        }

        fields?.Report(message, observer!, parent);
        foreach (var nested in patch.Messages)
        {
            var result = ApplyMessage(message, nested, observer, parent, depth);
            if (result != PatchResult.Applied)
            {
                return result;
            }
        }

        foreach (var map in patch.Maps)
        {
            var result = ApplyRows(message, map, observer, parent, depth);
            if (result != PatchResult.Applied)
            {
                return result;
            }
        }

        return PatchResult.Applied;
    }

    private static void Clear(IMessage message, uint number)
    {
        var field = Find(message, number);

        // Clearing a oneof's member that is not set would clear the member that is.
        if (field is not null && (!field.HasPresence || field.Accessor.HasValue(message)))
        {
            field.Accessor.Clear(message);
        }
    }

    private static PatchResult ApplyMessage(
        IMessage message, MessagePatch nested, IPatchObserver? observer, PatchChange? parent, int depth)
    {
        var field = Find(message, nested.Field);
        if (field is null)
        {
            return PatchResult.Applied;
        }

        if (!FieldKinds.IsSingularMessage(field) || !FieldKinds.IsPatchable(field) || nested.Patch is null)
        {
            return PatchResult.WrongKind;
        }

        if (field.Accessor.GetValue(message) is not IMessage live)
        {
            return PatchResult.Missing;
        }

        var change = Report(observer, parent, field, null, PatchChangeKind.Changed);
        return Apply(live, nested.Patch, observer, change, depth + 1);
    }

    private static PatchResult ApplyRows(IMessage message, MapPatch map, IPatchObserver? observer, PatchChange? parent, int depth)
    {
        var field = Find(message, map.Field);
        if (field is null)
        {
            return PatchResult.Applied;
        }

        if (!field.IsMap)
        {
            return PatchResult.WrongKind;
        }

        var rows = (IDictionary)field.Accessor.GetValue(message);
        foreach (var row in map.Rows)
        {
            var result = ApplyRow(message, field, rows, row, observer, parent, depth);
            if (result != PatchResult.Applied)
            {
                return result;
            }
        }

        return PatchResult.Applied;
    }

    private static PatchResult ApplyRow(
        IMessage message, FieldDescriptor field, IDictionary rows, RowPatch row, IPatchObserver? observer, PatchChange? parent, int depth)
    {
        if (!MapKey.TryRead(FieldKinds.KeyOf(field), row.Key, out var key))
        {
            return PatchResult.Malformed;
        }

        return row.ChangeCase switch
        {
            RowPatch.ChangeOneofCase.Removed => Remove(field, rows, key, observer, parent),
            RowPatch.ChangeOneofCase.Replace => Replace(message, field, rows, key, row, observer, parent),
            RowPatch.ChangeOneofCase.Patch => PatchRow(field, rows, key, row.Patch, observer, parent, depth),
            RowPatch.ChangeOneofCase.None => PatchResult.Malformed,
        };
    }

    private static PatchResult Remove(
        FieldDescriptor field, IDictionary rows, object key, IPatchObserver? observer, PatchChange? parent)
    {
        if (rows.Contains(key))
        {
            rows.Remove(key);
            Report(observer, parent, field, key, PatchChangeKind.Removed);
        }

        return PatchResult.Applied;
    }

    private static PatchResult Replace(
        IMessage message, FieldDescriptor field, IDictionary rows, object key, RowPatch row, IPatchObserver? observer, PatchChange? parent)
    {
        if (!MapEntry.IsValue(field, row.Replace))
        {
            return PatchResult.Malformed;
        }

        var kind = rows.Contains(key) ? PatchChangeKind.Changed : PatchChangeKind.Added;
        LiveMerge.Into(message, MapEntry.Encode(field, row));
        Report(observer, parent, field, key, kind);
        return PatchResult.Applied;
    }

    private static PatchResult PatchRow(
        FieldDescriptor field, IDictionary rows, object key, StatePatch patch, IPatchObserver? observer, PatchChange? parent, int depth)
    {
        if (!FieldKinds.IsPatchable(FieldKinds.ValueOf(field)))
        {
            return PatchResult.WrongKind;
        }

        if (!rows.Contains(key))
        {
            return PatchResult.Missing;
        }

        var change = Report(observer, parent, field, key, PatchChangeKind.Changed);
        return Apply((IMessage)rows[key]!, patch, observer, change, depth + 1);
    }

    private static PatchChange? Report(
        IPatchObserver? observer, PatchChange? parent, FieldDescriptor field, object? key, PatchChangeKind kind)
    {
        if (observer is null)
        {
            return null;
        }

        var change = new PatchChange(parent, field, key, kind);
        observer.OnChange(change);
        return change;
    }

    private static FieldDescriptor? Find(IMessage message, uint number) =>
        number > int.MaxValue ? null : message.Descriptor.FindFieldByNumber((int)number);
}
