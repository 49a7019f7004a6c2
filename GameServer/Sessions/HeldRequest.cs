using System.Diagnostics;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>What a client asks of a room that waits until the room has been found and has attached the connection. A value.</summary>
internal abstract record HeldRequest
{
    /// <summary>A command.</summary>
    /// <param name="RequestId">Of the client's envelope.</param>
    /// <param name="Number">The member's number for it.</param>
    /// <param name="RepliesSeen">Every result up to this number has been received.</param>
    /// <param name="RewoundEpoch">Of the newest time that the client heard of its room's coming back older; 0: never.</param>
    /// <param name="Payload">The encoded payload.</param>
    /// <param name="PayloadJson">Instead of the payload.</param>
    internal sealed record Command(
        uint RequestId, ulong Number, ulong RepliesSeen, ulong RewoundEpoch, byte[] Payload, string PayloadJson)
        : HeldRequest
    {
        /// <summary>Its span in the session, which goes on meanwhile; null: it is not traced.</summary>
        internal Activity? Trace { get; init; }

        internal CommandContent Content => new(Number, RepliesSeen, RewoundEpoch, Payload, PayloadJson) { Trace = Trace };

        internal static Command Of(CommandContent command, uint requestId) =>
            new(requestId, command.Number, command.RepliesSeen, command.RewoundEpoch, command.Payload.ToArray(), command.PayloadJson)
            {
                Trace = command.Trace,
            };
    }

    /// <summary>The wish to leave.</summary>
    /// <param name="Envelope">The client's.</param>
    internal sealed record Leave(ClientEnvelope Envelope) : HeldRequest;
}
