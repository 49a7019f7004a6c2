using GameServer.Protocol.V1;

namespace GameServer.Client.Core;

/// <summary>What the last Welcome said.</summary>
internal sealed record SessionIdentity(Welcome Welcome)
{
    private const uint HeartbeatIntervalDefaultMs = 5_000;
    private const uint UnacknowledgedDefault = 64;
    private const uint MessageBytesDefault = 64 * 1024;

    internal string ResumeToken => Welcome.ResumeToken;

    internal uint HeartbeatIntervalMs => Or(Welcome.HeartbeatIntervalMs, HeartbeatIntervalDefaultMs);

    internal uint UnacknowledgedMax => Or(Welcome.UnacknowledgedMax, UnacknowledgedDefault);

    internal uint MessageBytesMax => Or(Welcome.MessageBytesMax, MessageBytesDefault);

    private static uint Or(uint value, uint otherwise) => value > 0 ? value : otherwise;
}
