using System.Collections;
using GameServer.Protocol.Patches;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Client.Core;

/// <summary>Collects what a patch changes; for a snapshot, what differs between the state before and the state after.</summary>
internal sealed class ChangeRecorder : IPatchObserver
{
    private readonly List<PatchChange> _changes = [];

    public void OnChange(PatchChange change) => _changes.Add(change);

    internal StateChanges ToChanges() => new(false, _changes);

    internal static StateChanges Between(IMessage before, IMessage after)
    {
        var changes = new List<PatchChange>();
        foreach (var field in after.Descriptor.Fields.InFieldNumberOrder())
        {
            var old = field.Accessor.GetValue(before);
            var now = field.Accessor.GetValue(after);
            if (field.IsMap)
            {
                AddRows(changes, field, (IDictionary)old, (IDictionary)now);
            }
            else if (!Equals(old, now) || (field.HasPresence && field.Accessor.HasValue(before) != field.Accessor.HasValue(after)))
            {
                changes.Add(new PatchChange(null, field, null, KindOf(field, before, after)));
            }
        }

        return new StateChanges(true, changes);
    }

    private static PatchChangeKind KindOf(FieldDescriptor field, IMessage before, IMessage after)
    {
        if (!field.HasPresence || field.Accessor.HasValue(before) == field.Accessor.HasValue(after))
        {
            return PatchChangeKind.Changed;
        }

        return field.Accessor.HasValue(after) ? PatchChangeKind.Added : PatchChangeKind.Removed;
    }

    private static void AddRows(List<PatchChange> changes, FieldDescriptor field, IDictionary before, IDictionary after)
    {
        foreach (var key in before.Keys)
        {
            if (!after.Contains(key))
            {
                changes.Add(new PatchChange(null, field, key, PatchChangeKind.Removed));
            }
        }

        foreach (DictionaryEntry row in after)
        {
            if (!before.Contains(row.Key))
            {
                changes.Add(new PatchChange(null, field, row.Key, PatchChangeKind.Added));
            }
            else if (!Equals(before[row.Key], row.Value))
            {
                changes.Add(new PatchChange(null, field, row.Key, PatchChangeKind.Changed));
            }
        }
    }
}
