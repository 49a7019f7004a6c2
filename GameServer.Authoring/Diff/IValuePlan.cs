using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>The plans of fields whose published value lies in the shadow's own message.</summary>
internal interface IValuePlan<TMessage>
    where TMessage : class, IMessage<TMessage>, new()
{
    /// <summary>Writes the field if it differs, and notes it as cleared where it must be.</summary>
    void Diff(TMessage live, TMessage published, PatchWriter writer, ref StatePatch? patch);
}
