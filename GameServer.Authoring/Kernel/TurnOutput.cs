using System.Runtime.InteropServices;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// What a turn has gathered to say. Thrown away when the turn is undone; else it leaves at the turn's end. One object per room, used turn
/// after turn.
/// </summary>
internal sealed class TurnOutput
{
    private readonly List<TurnEvent> _events = [];
    private readonly FrameWriter _payloads = new();
    private readonly List<TurnResult> _results = [];
    private readonly List<TurnSaying> _sayings = [];
    private readonly Queue<(Player Player, LeaveReason Reason)> _left = new();

    /// <summary>Events to all and to single members, in the order sent.</summary>
    internal ReadOnlySpan<TurnEvent> Events => CollectionsMarshal.AsSpan(_events);

    /// <summary>Answers to commands, in the order given.</summary>
    internal Span<TurnResult> Results => CollectionsMarshal.AsSpan(_results);

    /// <summary>What leaves after the turn's update, in order.</summary>
    internal List<TurnSaying> Sayings => _sayings;

    /// <summary>Something has been said since it was cleared: most ticks say nothing.</summary>
    private bool _isUsed;

    internal int SharedEvents { get; private set; }

    /// <summary>Nothing at all.</summary>
    internal bool IsEmpty => !_isUsed;

    /// <summary>Some of the events to all need not arrive.</summary>
    internal bool HasDeliveries { get; private set; }

    /// <summary>Some of the events go to single members.</summary>
    internal bool HasDirectEvents => SharedEvents < _events.Count;

    internal void Broadcast(IMessage roomEvent, Delivery delivery)
    {
        Send(0, roomEvent, delivery);
        HasDeliveries |= delivery is not Delivery.ReliableDelivery;
        SharedEvents++;
    }

    internal void Send(uint playerNumber, IMessage roomEvent, Delivery delivery)
    {
        _isUsed = true;
        var start = _payloads.Length;
        var size = roomEvent.CalculateSize();
        roomEvent.WriteTo(_payloads.GetSpan(size)[..size]);
        _payloads.Advance(size);
        _events.Add(new TurnEvent(playerNumber, start, size, delivery));
    }

    internal ReadOnlySpan<byte> PayloadOf(TurnEvent roomEvent) => _payloads.Written.Slice(roomEvent.Start, roomEvent.Length);

    internal void Answer(Member member, ulong number, CommandResult? wordy)
    {
        _isUsed = true;
        _results.Add(new TurnResult(member.Number, member.Address, number, wordy));
    }

    internal void Say(RoomEffect effect) => Say(new TurnSaying.Effect(effect));

    internal void Say(TurnSaying saying)
    {
        _isUsed = true;
        _sayings.Add(saying);
    }

    /// <summary>The author is told when the handler that runs has returned, so that no handler runs inside another.</summary>
    internal void TellLeft(Player player, LeaveReason reason)
    {
        _isUsed = true;
        _left.Enqueue((player, reason));
    }

    internal bool NextLeft(out (Player Player, LeaveReason Reason) left)
    {
        left = default;
        return _isUsed && _left.TryDequeue(out left);
    }

    internal void Clear()
    {
        if (!_isUsed)
        {
            return;
        }

        _isUsed = false;
        _events.Clear();
        _payloads.Clear();
        _results.Clear();
        _sayings.Clear();
        _left.Clear();
        SharedEvents = 0;
        HasDeliveries = false;
    }
}

/// <summary>One event, whose payload is a piece of the output's bytes; to player number 0 means to all members.</summary>
internal readonly record struct TurnEvent(uint To, int Start, int Length, Delivery Delivery)
{
    /// <summary>As it stands in the event's frame; null: it must arrive.</summary>
    /// <param name="index">Which of the update's events it is.</param>
    internal EventDelivery? OnTheWire(uint index) => Delivery switch
    {
        Delivery.LatestDelivery latest => new EventDelivery { Event = index, Latest = latest.Key },
        Delivery.ExpireDelivery expire => new EventDelivery { Event = index, ExpireMs = expire.Milliseconds },
        _ => null,
    };
}

/// <summary>The answer to one command.</summary>
/// <param name="Member">The player number of the sender.</param>
/// <param name="To">Its connection.</param>
/// <param name="Number">The command's number.</param>
/// <param name="Wordy">Null: applied, and nothing more to say.</param>
internal readonly record struct TurnResult(uint Member, MemberAddress To, ulong Number, CommandResult? Wordy)
{
    internal CommandResult ToResult() =>
        Wordy ?? new CommandResult { CommandSeq = Number, Outcome = CommandResult.Types.Outcome.Applied };
}

/// <summary>Something that leaves after the turn's update. A closed set.</summary>
internal abstract record TurnSaying
{
    private TurnSaying()
    {
    }

    internal sealed record Effect(RoomEffect Value) : TurnSaying;

    /// <summary>A connection begins to receive the room; what it missed is known only when the turn has ended.</summary>
    /// <param name="Member">With its new address.</param>
    /// <param name="Input">What it asked for. Without a position it wants a snapshot.</param>
    /// <param name="Start">From where on a client that gets a snapshot wants the events.</param>
    internal sealed record Attachment(Member Member, RoomInput.Attach Input, StreamStart Start) : TurnSaying;

    internal sealed record SnapshotFor(MemberAddress Member) : TurnSaying;
}
