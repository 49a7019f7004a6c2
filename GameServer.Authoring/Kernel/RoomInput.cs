using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>What a room's turn works on, one after another. A closed set: the kernel names every case.</summary>
internal abstract record RoomInput
{
    private RoomInput()
    {
    }

    /// <summary>A player wants to become a member; also sent by a member that comes with a new session.</summary>
    internal sealed record Join(
        MemberAddress From, Player Player, IReadOnlyDictionary<string, string> Options, string Seat, uint RequestId) : RoomInput;

    /// <summary>A member's new connection wants what it missed. Without a position it gets a snapshot.</summary>
    internal sealed record Attach(
        MemberAddress From, PlayerId Player, Position? Position, CommandSeq RepliesSeen, uint RequestId) : RoomInput
    {
        /// <summary>
        /// What the room asked for by <see cref="RoomEffect.ReplayWanted"/>, eldest first. Where it does not reach from the version asked
        /// for, because the log is not kept for so long or it is too much, the member gets a snapshot and is told that it lost events.
        /// </summary>
        internal IReadOnlyList<TurnRecord>? Replay { get; init; }

        /// <summary>The version up to which the room asked for it; the room's own note, to be handed back as it is.</summary>
        internal RoomVersion ReplayUpTo { get; init; }
    }

    /// <summary>
    /// A session's newest connection is gone. It counts for the member's present connection when that is this one or an elder one of the
    /// session: the newest may have ended before the room heard of it.
    /// </summary>
    internal sealed record ConnectionLost(MemberAddress From) : RoomInput;

    internal sealed record Leave(MemberAddress From, uint RequestId) : RoomInput;

    /// <summary>
    /// A numbered command; a null payload could not be decoded as the room's command type. The host uses an object again for another
    /// command once the turn that took it has ended.
    /// </summary>
    internal sealed record Command : RoomInput
    {
        internal Command()
        {
        }

        internal Command(MemberAddress from, CommandSeq seq, CommandSeq repliesSeen, IMessage? payload) =>
            Is(from, seq, repliesSeen, payload);

        internal MemberAddress From { get; private set; }

        internal CommandSeq Seq { get; private set; }

        internal CommandSeq RepliesSeen { get; private set; }

        internal IMessage? Payload { get; private set; }

        /// <summary>The host's own, which travels with the command; the kernel does not look at it.</summary>
        internal object? Companion { get; set; }

        internal void Is(MemberAddress from, CommandSeq seq, CommandSeq repliesSeen, IMessage? payload) =>
            (From, Seq, RepliesSeen, Payload) = (from, seq, repliesSeen, payload);
    }

    internal sealed record Seen(MemberAddress From, CommandSeq RepliesSeen) : RoomInput;

    internal sealed record Snapshot(MemberAddress From, SnapshotRequest.Types.Cause Cause) : RoomInput;

    /// <summary>A member's connection was behind, got no updates, and has taken what waited for it: it is to get a snapshot.</summary>
    internal sealed record CatchUp(MemberAddress From) : RoomInput;

    /// <summary>A command from another room or from the server itself; a null payload could not be decoded and is counted only.</summary>
    internal sealed record Told(IMessage? Payload) : RoomInput;

    /// <summary>The outcome of work started by <see cref="RoomEffect.StartWork"/>.</summary>
    internal sealed record WorkDone(long WorkId, object? Value, Exception? Error) : RoomInput;

    /// <summary>A place is kept for whoever joins with the token, until the time is reached.</summary>
    internal sealed record Reserve(string Seat, PlayerId? For, DateTimeOffset Until) : RoomInput;

    /// <summary>An operator's order; <see cref="RoomEffect.OrderDone"/> answers it.</summary>
    internal sealed record Ordered(long Number, RoomOrder Order) : RoomInput;

    /// <summary>The room keeps up with its ticks better or worse than before.</summary>
    internal sealed record Overload(RoomLoad Load) : RoomInput;

    /// <summary>The room is to end.</summary>
    internal sealed record Close(string Reason) : RoomInput;
}
