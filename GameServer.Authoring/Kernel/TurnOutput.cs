using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>What a turn has gathered to say. Thrown away when the turn is undone; else it leaves at the turn's end.</summary>
internal sealed class TurnOutput
{
    private readonly List<TurnEvent> _events = [];
    private readonly List<(MemberAddress To, CommandResult Result)> _results = [];
    private readonly List<TurnSaying> _sayings = [];
    private readonly Queue<(Player Player, LeaveReason Reason)> _left = new();

    /// <summary>Events to all and to single members, in the order sent.</summary>
    internal IReadOnlyList<TurnEvent> Events => _events;

    internal IReadOnlyList<(MemberAddress To, CommandResult Result)> Results => _results;

    /// <summary>What leaves after the turn's update, in order.</summary>
    internal IReadOnlyList<TurnSaying> Sayings => _sayings;

    internal int SharedEvents { get; private set; }

    internal void Broadcast(ByteString roomEvent)
    {
        _events.Add(new TurnEvent(0, roomEvent));
        SharedEvents++;
    }

    internal void Send(uint playerNumber, ByteString roomEvent) => _events.Add(new TurnEvent(playerNumber, roomEvent));

    internal void Answer(MemberAddress to, CommandResult result) => _results.Add((to, result));

    internal void Say(RoomEffect effect) => _sayings.Add(new TurnSaying.Effect(effect));

    internal void Say(TurnSaying saying) => _sayings.Add(saying);

    /// <summary>The author is told when the handler that runs has returned, so that no handler runs inside another.</summary>
    internal void TellLeft(Player player, LeaveReason reason) => _left.Enqueue((player, reason));

    internal bool NextLeft(out (Player Player, LeaveReason Reason) left) => _left.TryDequeue(out left);
}

/// <summary>One event; to player number 0 means to all members.</summary>
internal readonly record struct TurnEvent(uint To, ByteString Payload);

/// <summary>Something that leaves after the turn's update. A closed set.</summary>
internal abstract record TurnSaying
{
    private TurnSaying()
    {
    }

    internal sealed record Effect(RoomEffect Value) : TurnSaying;

    /// <summary>A connection begins to receive the room; what it missed is known only when the turn has ended.</summary>
    /// <param name="Member">With its new address.</param>
    /// <param name="Position">Where the member stands; null: it wants a snapshot.</param>
    /// <param name="RepliesSeen">Results up to this number are not sent again.</param>
    /// <param name="RequestId">What the attachment answers; 0: nothing.</param>
    /// <param name="Start">From where on a client that gets a snapshot wants the events.</param>
    internal sealed record Attachment(
        Member Member, Protocol.Identity.Position? Position, ulong RepliesSeen, uint RequestId, StreamStart Start) : TurnSaying;

    internal sealed record SnapshotFor(MemberAddress Member) : TurnSaying;
}
