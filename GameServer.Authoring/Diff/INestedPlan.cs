using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>The plans of fields whose changes are patches of their own within a patch: messages and maps.</summary>
internal interface INestedPlan<TMessage>
    where TMessage : class, IMessage<TMessage>, new()
{
    /// <inheritdoc cref="TreePlan{TMessage}.Index" />
    int Index { get; }

    /// <summary>
    /// Writes what differs as one field of the patch, and adds to <paramref name="size"/> what it makes the message grow.
    /// </summary>
    void DiffNested(TMessage live, Shadow shadow, DiffWalk walk, ref int size);
}
