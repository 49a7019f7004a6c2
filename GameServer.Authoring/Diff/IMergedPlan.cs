using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>The plans of fields with a shadow that may stand in the merged bytes of a patch: repeated fields and messages.</summary>
internal interface IMergedPlan<TMessage>
    where TMessage : class, IMessage<TMessage>, new()
{
    /// <inheritdoc cref="TreePlan{TMessage}.Index" />
    int Index { get; }

    /// <summary>
    /// Writes what differs as fields of the message itself, and adds to <paramref name="size"/> what it makes the message grow.
    /// </summary>
    void DiffMerged(TMessage live, Shadow shadow, DiffWalk walk, ref int size);
}
