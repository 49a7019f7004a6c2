using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>What was published of a singular message field: a message or none.</summary>
internal sealed class MessageFieldShadow<TField>(MessageShadow<TField>? message) : Shadow
    where TField : class, IMessage<TField>, new()
{
    private MessageShadow<TField>? _proposed;

    internal MessageShadow<TField>? Message { get; private set; } = message;

    internal void Propose(MessageShadow<TField>? proposed) => _proposed = proposed;

    protected override void CommitContent() => Message = _proposed;
}
