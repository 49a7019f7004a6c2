using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Patches;

/// <summary>The fields that a patch clears or merges, with whether each was present before: what an observer is told.</summary>
internal sealed class MergedFields
{
    private readonly List<(FieldDescriptor Field, bool Present)> _fields = [];

    internal MergedFields(IMessage message, StatePatch patch)
    {
        foreach (var number in patch.Cleared)
        {
            Add(message, number);
        }

        foreach (var number in FieldNumbers.Of(patch.Merge))
        {
            Add(message, (uint)number);
        }
    }

    internal void Report(IMessage message, IPatchObserver observer, PatchChange? parent)
    {
        foreach (var (field, before) in _fields)
        {
            var after = IsPresent(message, field);
            var kind = before == after ? PatchChangeKind.Changed : after ? PatchChangeKind.Added : PatchChangeKind.Removed;
            observer.OnChange(new PatchChange(parent, field, null, kind));
        }
    }

    private void Add(IMessage message, uint number)
    {
        var field = FieldKinds.Find(message.Descriptor, number);
        if (field is not null && !_fields.Exists(known => known.Field == field))
        {
            _fields.Add((field, IsPresent(message, field)));
        }
    }

    private static bool IsPresent(IMessage message, FieldDescriptor field) => !field.HasPresence || field.Accessor.HasValue(message);
}
