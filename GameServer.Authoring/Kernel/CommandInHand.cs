using Google.Protobuf;
using Outcome = GameServer.Protocol.V1.CommandResult.Types.Outcome;

namespace GameServer.Authoring.Kernel;

/// <summary>The answer to the command being handled, as far as its handler has given it.</summary>
internal sealed class CommandInHand
{
    internal ByteString? Reply { get; private set; }

    internal string? Rejection { get; private set; }

    internal Outcome Outcome => Rejection is null ? Outcome.Applied : Outcome.Rejected;

    /// <summary>Applied, and nothing more to say.</summary>
    internal bool IsPlain => Reply is null && Rejection is null;

    /// <summary>Another command is in hand now.</summary>
    internal void Open() => (Reply, Rejection) = (null, null);

    internal void ReplyWith(ByteString reply) =>
        Reply = Reply is null
            ? reply
            : throw new InvalidOperationException("A command can be answered only once: Reply was called before.");

    internal void Reject(string reason) =>
        Rejection = Rejection is null ? reason : throw new InvalidOperationException("This command has been rejected before.");
}
