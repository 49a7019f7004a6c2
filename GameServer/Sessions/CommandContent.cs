using System.Diagnostics;

namespace GameServer.Sessions;

/// <summary>A member's command as it goes from the session to the room's door, where its payload is decoded.</summary>
/// <param name="number">The member's number for it.</param>
/// <param name="repliesSeen">Every result up to this number has been received.</param>
/// <param name="rewoundEpoch">Of the newest time that the client heard of its room's coming back older; 0: never.</param>
/// <param name="payload">The encoded payload.</param>
/// <param name="payloadJson">Instead of the payload: protobuf JSON.</param>
internal readonly ref struct CommandContent(
    ulong number, ulong repliesSeen, ulong rewoundEpoch, ReadOnlySpan<byte> payload, string payloadJson)
{
    internal ulong Number { get; } = number;

    internal ulong RepliesSeen { get; } = repliesSeen;

    internal ulong RewoundEpoch { get; } = rewoundEpoch;

    internal ReadOnlySpan<byte> Payload { get; } = payload;

    internal string PayloadJson { get; } = payloadJson;

    /// <summary>Its span in the session; null: it is not traced.</summary>
    internal Activity? Trace { get; init; }
}
