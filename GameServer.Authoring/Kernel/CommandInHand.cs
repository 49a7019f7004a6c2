using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>The answer to the command being handled, as far as its handler has given it.</summary>
internal sealed class CommandInHand
{
    internal ByteString? Reply { get; private set; }

    internal string? Rejection { get; private set; }

    internal void ReplyWith(ByteString reply) =>
        Reply = Reply is null
            ? reply
            : throw new InvalidOperationException("A command can be answered only once: Reply was called before.");

    internal void Reject(string reason) =>
        Rejection = Rejection is null ? reason : throw new InvalidOperationException("This command has been rejected before.");
}
