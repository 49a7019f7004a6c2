using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>What a turn wants done once it has ended, in this order. A closed set: the host names every case.</summary>
internal abstract record RoomEffect
{
    private RoomEffect()
    {
    }

    /// <summary>
    /// From here on the connection receives the room's shared updates. The session learns of its membership. May come again for a
    /// connection that is attached.
    /// </summary>
    /// <param name="Member">The connection.</param>
    /// <param name="Player">Whose it is.</param>
    /// <param name="Number">The member's number.</param>
    /// <param name="RequestId">What the attachment answers; 0: nothing.</param>
    internal sealed record Attached(MemberAddress Member, PlayerId Player, PlayerNumber Number, uint RequestId) : RoomEffect
    {
        /// <summary>The room's epoch, if it came back older than the member knew it; else 0.</summary>
        internal ulong RewoundEpoch { get; init; }
    }

    /// <summary>From here on the connection receives nothing of this room. Gone: its session has no place in the room any more.</summary>
    internal sealed record Detached(MemberAddress Member, PlayerId Player, bool Gone) : RoomEffect;

    /// <summary>The same bytes for every attached member.</summary>
    internal sealed record Publish : RoomEffect
    {
        internal OutgoingFrame Frame { get; } = new();

        /// <summary>What the frame says; read from its bytes when asked for.</summary>
        internal RoomUpdate Update => Frame.Envelope.Update;
    }

    /// <summary>A frame for one connection only: RoomAttached, RoomLeft, MemberUpdate, a snapshot, a replayed update.</summary>
    internal sealed record ToMember(OutgoingFrame Frame) : RoomEffect
    {
        internal ToMember(MemberAddress member, ServerEnvelope envelope)
            : this(member, new OutgoingFrame(envelope))
        {
        }

        internal ToMember(MemberAddress member, OutgoingFrame frame)
            : this(frame)
        {
            Member = member;
        }

        internal MemberAddress Member { get; set; }

        /// <summary>What the frame says; read from its bytes when asked for.</summary>
        internal ServerEnvelope Envelope => Frame.Envelope;
    }

    /// <summary>
    /// The member's connection missed more than the room holds, but not more than its log does: the host reads the records after the first
    /// version and up to the second, which are committed by the time this effect is carried out, and hands the attachment in again with
    /// them as its Replay. Until then the connection is not attached.
    /// </summary>
    internal sealed record ReplayWanted(RoomInput.Attach Attach, RoomVersion After, RoomVersion UpTo) : RoomEffect;

    /// <summary>
    /// Another connection of the same session has been working in the room since: this one is to be closed with SESSION_TAKEN.
    /// </summary>
    internal sealed record Overtaken(MemberAddress Member) : RoomEffect;

    /// <summary>
    /// A join was refused; whoever placed it may try another room when the code is ROOM_FULL or ROOM_CLOSED, or the room is overloaded.
    /// </summary>
    internal sealed record JoinRefused(MemberAddress From, Player Player, uint RequestId, Error Error) : RoomEffect
    {
        /// <summary>The room keeps up with what it has only just, or not at all: later it may admit the player.</summary>
        internal bool IsOverloaded { get; init; }
    }

    /// <summary>A player became a member (also while away), or ceased to be one.</summary>
    internal sealed record RosterChanged(PlayerId Player, bool Member) : RoomEffect;

    /// <summary>I/O at the edge; its outcome comes back as <see cref="RoomInput.WorkDone"/>.</summary>
    internal sealed record StartWork(long WorkId, Func<CancellationToken, Task<object?>> Work) : RoomEffect;

    internal sealed record TellRoom(RoomId Room, IMessage Command) : RoomEffect;

    /// <summary>A new room; its id comes back as <see cref="RoomInput.WorkDone"/> with a <see cref="RoomId"/>.</summary>
    internal sealed record CreateRoom(
        long WorkId, RoomTypeName Type, IReadOnlyDictionary<string, string> Properties, string Key) : RoomEffect;

    /// <summary>A seat in another room; its token comes back as <see cref="RoomInput.WorkDone"/> with a string.</summary>
    internal sealed record ReserveSeat(long WorkId, RoomId Room, PlayerId? For, TimeSpan Lifetime) : RoomEffect;

    /// <summary>The answer to <see cref="RoomInput.Reserve"/>: null when the place is kept, else why not, as a sentence.</summary>
    internal sealed record SeatAnswered(string Seat, string? Refusal) : RoomEffect;

    /// <summary>The answer to <see cref="RoomInput.Ordered"/>.</summary>
    internal sealed record OrderDone(long Number, OrderOutcome Outcome) : RoomEffect;

    /// <summary>What the listing shows of this room has changed. Only of rooms whose settings say that they are listed.</summary>
    internal sealed record Listed(RoomListing Listing) : RoomEffect;

    /// <summary>
    /// The author's code threw, or made the state too large: the turn was rolled back and run again without its cause. Also a failure
    /// of outside work that the author does not handle; that rolls nothing back. For logs.
    /// </summary>
    internal sealed record Faulted(string Handler, Exception Cause, PlayerId? Sender) : RoomEffect;

    /// <summary>The room has ended; nothing follows. Work that it started is to be cancelled.</summary>
    internal sealed record Closed(string Reason) : RoomEffect;
}
