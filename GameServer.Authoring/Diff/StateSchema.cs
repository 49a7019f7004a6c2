using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>Which message types can be a room's state.</summary>
internal static class StateSchema
{
    /// <summary>Null when the type can be a state; otherwise a sentence that says what in it cannot.</summary>
    internal static string? Check(MessageDescriptor state)
    {
        var seen = new HashSet<MessageDescriptor> { state };
        var waiting = new Queue<(MessageDescriptor Message, string Path)>([(state, state.FullName)]);
        while (waiting.TryDequeue(out var next))
        {
            if (next.Message.File.Syntax != Syntax.Proto3)
            {
                return $"{state.FullName} cannot be a room's message: {next.Path} is not a proto3 message ({next.Message.FullName}).";
            }

            if (next.Message.FullName == "google.protobuf.Any")
            {
                return $"{state.FullName} cannot be a room's message: {next.Path} is an Any, whose content a patch cannot know.";
            }

            foreach (var field in next.Message.Fields.InFieldNumberOrder())
            {
                var path = $"{next.Path}.{field.Name}";
                if (field.FieldType == FieldType.Group)
                {
                    return $"{state.FullName} cannot be a room's message: {path} is a group.";
                }

                if (field.FieldType == FieldType.Message && seen.Add(field.MessageType))
                {
                    waiting.Enqueue((field.MessageType, path));
                }
            }
        }

        return null;
    }
}
