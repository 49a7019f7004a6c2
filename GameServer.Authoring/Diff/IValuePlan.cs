using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>The plans of fields whose published value lies in the shadow's own message.</summary>
internal interface IValuePlan<TMessage>
    where TMessage : class, IMessage<TMessage>, new()
{
    /// <summary>
    /// Writes the field, which differs, notes it as cleared where it must be, and adds to <paramref name="size"/> what it makes the
    /// message grow.
    /// </summary>
    void Diff(TMessage live, TMessage published, DiffWalk walk, ref int size);
}
