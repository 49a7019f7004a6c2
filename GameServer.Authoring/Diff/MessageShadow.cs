using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>What was published of a message: its values in a message of its own, everything else in shadows.</summary>
internal sealed class MessageShadow<TMessage>(MessagePlan<TMessage> plan, Shadow[] trees, int size) : Shadow
    where TMessage : class, IMessage<TMessage>, new()
{
    private TMessage? _proposed;

    /// <summary>Holds the singular values only; messages, repeated fields and maps in it stay empty.</summary>
    internal TMessage Values { get; } = new();

    internal Shadow[] Trees => trees;

    /// <summary>Bytes of the message, encoded.</summary>
    internal int Size { get; private set; } = size;

    /// <summary>What <see cref="Size"/> will be once the last proposal is committed.</summary>
    internal int ProposedSize { get; private set; } = size;

    /// <summary>Null: no value differs, only something below.</summary>
    internal void Propose(TMessage? values, int encodedSize)
    {
        _proposed = values;
        ProposedSize = encodedSize;
    }

    protected override void CommitContent()
    {
        Size = ProposedSize;
        if (_proposed is not null)
        {
            plan.CopyValues(_proposed, Values);
            _proposed = null;
        }
    }
}
