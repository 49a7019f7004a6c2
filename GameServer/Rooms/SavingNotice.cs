using GameServer.Actors;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>
/// Tells a room's members when its output has waited for the store for too long, and when it does no more. On the room's turn.
/// </summary>
internal sealed class SavingNotice(TimeSpan limit, TurnCarrier carrier, ActorContext context)
{
    private bool _isWatching;
    private bool _isSaid;

    /// <summary>What waited longest may have waited for too long.</summary>
    internal sealed record Overdue : IControlMessage
    {
        internal static readonly Overdue Instance = new();
    }

    /// <summary>Something waits.</summary>
    internal void Watch(HeldTurns held)
    {
        if (!_isWatching && !_isSaid && held.EldestSince is { } since)
        {
            _isWatching = true;
            context.StartTimer("saving", since + limit - context.Now, Overdue.Instance);
        }
    }

    internal void Receive(HeldTurns held)
    {
        _isWatching = false;
        if (IsLate(held))
        {
            _isSaid = true;
            carrier.Notice(RoomNotice.Types.Kind.SavingDelayed);
        }
        else
        {
            Watch(held);
        }
    }

    /// <summary>Some of what waited has left.</summary>
    internal void Released(HeldTurns held)
    {
        if (_isSaid && !IsLate(held))
        {
            _isSaid = false;
            carrier.Notice(RoomNotice.Types.Kind.SavingResumed);
            Watch(held);
        }
    }

    private bool IsLate(HeldTurns held) => held.EldestSince is { } since && context.Now - since >= limit;
}
