using Google.Protobuf;

namespace GameServer.Client.Core;

/// <summary>A command until its answer is known. Its number is its place in the <see cref="CommandWindow"/>.</summary>
internal sealed class PendingCommand(ByteString payload, Action<Verdict> answered)
{
    internal ByteString Payload => payload;

    /// <summary>What the server is told of its trace; empty: it is not traced.</summary>
    internal string TraceParent { get; init; } = "";

    internal PendingPhase Phase { get; set; } = PendingPhase.Waiting;

    /// <summary>True once a frame with it was handed to a connection: the room may have applied it.</summary>
    internal bool WasSent { get; set; }

    /// <summary>Tells the sender. Called once, outside the core.</summary>
    internal void Tell(Verdict verdict) => answered(verdict);
}

/// <summary>Where a command stands.</summary>
internal enum PendingPhase
{
    /// <summary>To be sent as soon as the window lets it.</summary>
    Waiting,

    /// <summary>Sent on this connection; an answer will come.</summary>
    Sent,

    /// <summary>The room has applied it before this connection; its result comes by itself and it is not sent again.</summary>
    Applied,

    /// <summary>Its result is known, a lower number's is not.</summary>
    Answered,
}

/// <summary>What became of a command, not yet typed.</summary>
internal readonly record struct Verdict(CommandOutcome Outcome, ByteString? Reply, string Reason)
{
    internal static Verdict Of(CommandOutcome outcome, string reason) => new(outcome, null, reason);
}
