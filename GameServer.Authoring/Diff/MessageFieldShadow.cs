using Google.Protobuf;

namespace GameServer.Authoring.Diff;

/// <summary>What was published of a singular message field: a message or none.</summary>
internal sealed class MessageFieldShadow<TField> : Shadow
    where TField : class, IMessage<TField>, new()
{
    private MessageShadow<TField>? _proposed;

    internal MessageFieldShadow(MessageShadow<TField>? message, Measured measured)
    {
        Message = message;
        Begin(measured);
    }

    internal MessageShadow<TField>? Message { get; private set; }

    internal void Propose(MessageShadow<TField>? message, Measured measured)
    {
        _proposed = message;
        Pending = measured;
    }

    protected override void CommitContent() => Message = _proposed;
}
