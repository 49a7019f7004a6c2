using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Kernel;

/// <summary>The three message types of a room type, for decoding at the door and for JSON members.</summary>
internal sealed record RoomSchema(MessageDescriptor State, MessageDescriptor Command, MessageDescriptor Event)
{
    /// <summary>Drops fields that the type does not have.</summary>
    internal MessageParser CommandParser { get; } = Command.Parser.WithDiscardUnknownFields(true);
}
