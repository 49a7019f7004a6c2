using System.Diagnostics;

namespace GameServer.Sessions;

/// <summary>A command that waits while its room moves. A value.</summary>
/// <param name="RequestId">Of the client's envelope.</param>
/// <param name="Number">The member's number for it.</param>
/// <param name="RepliesSeen">Every result up to this number has been received.</param>
/// <param name="RewoundEpoch">Of the newest time that the client heard of its room's coming back older; 0: never.</param>
/// <param name="Payload">The encoded payload.</param>
/// <param name="PayloadJson">Instead of the payload.</param>
internal sealed record HeldCommand(
    uint RequestId, ulong Number, ulong RepliesSeen, ulong RewoundEpoch, byte[] Payload, string PayloadJson)
{
    /// <summary>Its span in the session, which goes on meanwhile; null: it is not traced.</summary>
    internal Activity? Trace { get; init; }

    internal static HeldCommand Of(CommandContent command, uint requestId) =>
        new(requestId, command.Number, command.RepliesSeen, command.RewoundEpoch, command.Payload.ToArray(), command.PayloadJson)
        {
            Trace = command.Trace,
        };

    internal CommandContent Content => new(Number, RepliesSeen, RewoundEpoch, Payload, PayloadJson) { Trace = Trace };
}
