using System.Collections;
using System.Globalization;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Protocol.Patches;

/// <summary>
/// The JSON form of a patch, for clients that keep the state as plain JSON: an object with `cleared`, `changed`, `messages` and `rows`,
/// each left out when empty. docs/STATE-PATCHES.md says how a client applies it.
/// </summary>
public static class StatePatchJson
{
    /// <summary>
    /// The patch as one JSON object, for a state of the given type. For patches that this program made: one that does not fit the type
    /// throws <see cref="FormatException"/> or <see cref="InvalidProtocolBufferException"/>.
    /// </summary>
    public static string ToJson(MessageDescriptor state, StatePatch patch)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(text, state, patch);
        return text.ToString();
    }

    private static void Write(TextWriter text, MessageDescriptor message, StatePatch patch)
    {
        var members = new JsonMembers(text);
        WriteCleared(members, text, message, patch);
        WriteChanged(members, text, message, patch);
        WriteMessages(members, text, message, patch);
        WriteRows(members, text, message, patch);
        members.End();
    }

    private static void WriteCleared(JsonMembers members, TextWriter text, MessageDescriptor message, StatePatch patch)
    {
        var names = new List<string>();
        foreach (var number in patch.Cleared)
        {
            if (FieldKinds.Find(message, number) is { } field)
            {
                names.Add(field.JsonName);
            }
        }

        if (names.Count > 0)
        {
            members.Name("cleared");
            JsonFormatter.Default.WriteValue(text, names);
        }
    }

    private static void WriteChanged(JsonMembers members, TextWriter text, MessageDescriptor message, StatePatch patch)
    {
        if (patch.Merge.IsEmpty)
        {
            return;
        }

        var merged = message.Parser.ParseFrom(patch.Merge);
        members.Name("changed");
        var changed = new JsonMembers(text);
        foreach (var number in FieldNumbers.Of(patch.Merge))
        {
            if (FieldKinds.Find(message, (uint)number) is { } field)
            {
                changed.Name(field.JsonName);
                JsonFormatter.Default.WriteValue(text, field.Accessor.GetValue(merged));
            }
        }

        changed.End();
    }

    private static void WriteMessages(JsonMembers members, TextWriter text, MessageDescriptor message, StatePatch patch)
    {
        if (patch.Messages.Count == 0)
        {
            return;
        }

        members.Name("messages");
        var messages = new JsonMembers(text);
        foreach (var nested in patch.Messages)
        {
            if (FieldKinds.Find(message, nested.Field) is { } field)
            {
                messages.Name(field.JsonName);
                Write(text, field.MessageType, nested.Patch);
            }
        }

        messages.End();
    }

    private static void WriteRows(JsonMembers members, TextWriter text, MessageDescriptor message, StatePatch patch)
    {
        if (patch.Maps.Count == 0)
        {
            return;
        }

        members.Name("rows");
        var maps = new JsonMembers(text);
        foreach (var map in patch.Maps)
        {
            if (FieldKinds.Find(message, map.Field) is not { } field)
            {
                continue;
            }

            maps.Name(field.JsonName);
            var rows = new JsonMembers(text);
            foreach (var row in map.Rows)
            {
                rows.Name(KeyText(field, row.Key));
                WriteRow(text, message, field, row);
            }

            rows.End();
        }

        maps.End();
    }

    private static void WriteRow(TextWriter text, MessageDescriptor message, FieldDescriptor map, RowPatch row)
    {
        if (row.ChangeCase == RowPatch.ChangeOneofCase.Patch)
        {
            Write(text, FieldKinds.ValueOf(map).MessageType, row.Patch);
            return;
        }

        var change = new JsonMembers(text);
        if (row.ChangeCase == RowPatch.ChangeOneofCase.Removed)
        {
            change.Name("removed");
            text.Write("true");
        }
        else
        {
            var parsed = message.Parser.ParseFrom(MapEntry.Encode(map, row));
            change.Name("replace");
            foreach (DictionaryEntry entry in (IDictionary)map.Accessor.GetValue(parsed))
            {
                JsonFormatter.Default.WriteValue(text, entry.Value!);
            }
        }

        change.End();
    }

    private static string KeyText(FieldDescriptor map, ByteString bytes)
    {
        if (!MapKey.TryRead(FieldKinds.KeyOf(map), bytes, out var key))
        {
            throw new FormatException($"A row of {map.FullName} has no key of its kind.");
        }

        return key is bool flag ? (flag ? "true" : "false") : Convert.ToString(key, CultureInfo.InvariantCulture)!;
    }
}
