using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>What was published of a message: its values in a message of its own, everything else in shadows.</summary>
internal sealed class MessageShadow<TMessage>(MessagePlan<TMessage> plan, Shadow[] trees) : Shadow
    where TMessage : class, IMessage<TMessage>, new()
{
    private TMessage? _proposed;

    /// <summary>Holds the singular values only; messages, repeated fields and maps in it stay empty.</summary>
    internal TMessage Values { get; } = new();

    internal Shadow[] Trees => trees;

    internal void Begin(TMessage live) => Begin(plan.Measure(live, trees));

    internal void Propose(TMessage live, bool newValues)
    {
        _proposed = newValues ? live : null;
        Pending = plan.Measure(live, trees);
    }

    protected override void CommitContent()
    {
        if (_proposed is not null)
        {
            plan.CopyValues(_proposed, Values);
            _proposed = null;
        }
    }
}
