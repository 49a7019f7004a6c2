using GameServer.Protocol.Patches;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>A field that has a shadow of its own: messages, repeated fields, maps.</summary>
internal abstract class TreePlan<TMessage>(FieldDescriptor field) : FieldPlan<TMessage>(field)
    where TMessage : class, IMessage<TMessage>, new()
{
    /// <summary>Where the field's shadow lies among those of its message.</summary>
    public int Index { get; internal set; }

    /// <summary>A shadow of the field as it is now.</summary>
    internal abstract Shadow Adopt(TMessage live);

    /// <summary>Puts a fresh copy of what was published into a message whose field is empty.</summary>
    internal abstract void Restore(Shadow shadow, TMessage to);

    /// <summary>Adds what was published of the field to the hash of its message; what did not change is not hashed anew.</summary>
    internal abstract void HashPublished(Shadow shadow, ref HashLanes lanes);
}
