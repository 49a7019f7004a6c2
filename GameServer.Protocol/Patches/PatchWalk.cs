using System.Collections;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Patches;

/// <summary>One patch being applied, message by message.</summary>
internal sealed class PatchWalk(IPatchObserver? observer)
{
    internal PatchResult Apply(IMessage message, StatePatch patch, PatchChange? parent, int depth)
    {
        if (depth >= StatePatchApplier.DepthMax)
        {
            return PatchResult.TooDeep;
        }

        var fields = observer is null ? null : new MergedFields(message, patch);
        foreach (var number in patch.Cleared)
        {
            Clear(message, number);
        }

        if (!LiveMerge.TryInto(message, patch.Merge))
        {
            return PatchResult.Malformed;
        }

        fields?.Report(message, observer!, parent);
        foreach (var nested in patch.Messages)
        {
            var result = ApplyMessage(message, nested, parent, depth);
            if (result != PatchResult.Applied)
            {
                return result;
            }
        }

        foreach (var map in patch.Maps)
        {
            var result = ApplyRows(message, map, parent, depth);
            if (result != PatchResult.Applied)
            {
                return result;
            }
        }

        return PatchResult.Applied;
    }

    private static void Clear(IMessage message, uint number)
    {
        var field = FieldKinds.Find(message.Descriptor, number);

        // Clearing a oneof's member that is not set would clear the member that is.
        if (field is not null && (!field.HasPresence || field.Accessor.HasValue(message)))
        {
            field.Accessor.Clear(message);
        }
    }

    private PatchResult ApplyMessage(IMessage message, MessagePatch nested, PatchChange? parent, int depth)
    {
        var field = FieldKinds.Find(message.Descriptor, nested.Field);
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

        var change = Report(parent, field, null, PatchChangeKind.Changed);
        return Apply(live, nested.Patch, change, depth + 1);
    }

    private PatchResult ApplyRows(IMessage message, MapPatch map, PatchChange? parent, int depth)
    {
        var field = FieldKinds.Find(message.Descriptor, map.Field);
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
            var result = ApplyRow(message, field, rows, row, parent, depth);
            if (result != PatchResult.Applied)
            {
                return result;
            }
        }

        return PatchResult.Applied;
    }

    private PatchResult ApplyRow(
        IMessage message, FieldDescriptor field, IDictionary rows, RowPatch row, PatchChange? parent, int depth)
    {
        if (!MapKey.TryRead(FieldKinds.KeyOf(field), row.Key, out var key))
        {
            return PatchResult.Malformed;
        }

        return row.ChangeCase switch
        {
            RowPatch.ChangeOneofCase.Removed => Remove(field, rows, key, parent),
            RowPatch.ChangeOneofCase.Replace => Replace(message, field, rows, key, row, parent),
            RowPatch.ChangeOneofCase.Patch => PatchRow(field, rows, key, row.Patch, parent, depth),
            RowPatch.ChangeOneofCase.None => PatchResult.Malformed,
        };
    }

    private PatchResult Remove(FieldDescriptor field, IDictionary rows, object key, PatchChange? parent)
    {
        if (rows.Contains(key))
        {
            rows.Remove(key);
            Report(parent, field, key, PatchChangeKind.Removed);
        }

        return PatchResult.Applied;
    }

    private PatchResult Replace(
        IMessage message, FieldDescriptor field, IDictionary rows, object key, RowPatch row, PatchChange? parent)
    {
        if (!MapEntry.IsValue(field, row.Replace))
        {
            return PatchResult.Malformed;
        }

        var kind = rows.Contains(key) ? PatchChangeKind.Changed : PatchChangeKind.Added;
        if (!LiveMerge.TryInto(message, MapEntry.Encode(field, row)))
        {
            return PatchResult.Malformed;
        }

        Report(parent, field, key, kind);
        return PatchResult.Applied;
    }

    private PatchResult PatchRow(
        FieldDescriptor field, IDictionary rows, object key, StatePatch patch, PatchChange? parent, int depth)
    {
        if (!FieldKinds.IsPatchable(FieldKinds.ValueOf(field)))
        {
            return PatchResult.WrongKind;
        }

        if (!rows.Contains(key))
        {
            return PatchResult.Missing;
        }

        var change = Report(parent, field, key, PatchChangeKind.Changed);
        return Apply((IMessage)rows[key]!, patch, change, depth + 1);
    }

    private PatchChange? Report(PatchChange? parent, FieldDescriptor field, object? key, PatchChangeKind kind)
    {
        if (observer is null)
        {
            return null;
        }

        var change = new PatchChange(parent, field, key, kind);
        observer.OnChange(change);
        return change;
    }
}
