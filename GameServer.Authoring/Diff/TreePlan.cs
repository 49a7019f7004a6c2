using GameServer.Protocol.Patches;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace GameServer.Authoring.Diff;

/// <summary>A field that has a shadow of its own: messages, repeated fields, maps.</summary>
internal abstract class TreePlan<TMessage>(FieldDescriptor field) : FieldPlan<TMessage>(field)
    where TMessage : class, IMessage<TMessage>, new()
{
    /// <summary>Where the field's shadow lies among those of its message.</summary>
    internal int Index { get; set; }

    /// <summary>A shadow of the field as it is now.</summary>
    internal abstract Shadow Adopt(TMessage live);

    /// <summary>Drafts what differs and leaves the outcome in the shadow's <see cref="Shadow.Pending"/>.</summary>
    internal abstract void Diff(TMessage live, Shadow shadow, DiffWalk walk, ref StatePatch? patch);

    /// <summary>Puts a fresh copy of what was published into a message whose field is empty.</summary>
    internal abstract void Restore(Shadow shadow, TMessage to);

    /// <summary>Adds the field's part to the hash of its message.</summary>
    internal abstract void Contribute(Measured field, ref HashLanes lanes);
}
