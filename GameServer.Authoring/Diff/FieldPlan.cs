using GameServer.Protocol.Patches;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>What is done with one field of a message type, made once per type.</summary>
internal abstract class FieldPlan<TMessage>(FieldDescriptor field)
    where TMessage : class, IMessage<TMessage>, new()
{
    internal int Number { get; } = field.FieldNumber;

    internal abstract bool Same(TMessage left, TMessage right);

    /// <summary>Writes the field with its tag; nothing when it is absent.</summary>
    internal abstract void Write(TMessage message, PatchWriter writer);

    /// <summary>Bytes that <see cref="Write"/> makes.</summary>
    internal abstract int Size(TMessage message);

    /// <summary>Adds the field's part to the hash of its message.</summary>
    internal abstract void Hash(TMessage message, ref HashLanes lanes);

    internal abstract void Copy(TMessage from, TMessage to);
}
