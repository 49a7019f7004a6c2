using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>A turn whose output waits for the store.</summary>
/// <param name="Effects">The output.</param>
/// <param name="Asked">What it answers and nobody asks again.</param>
/// <param name="Placements">What the turn's joins were placed with.</param>
/// <param name="Until">It may leave when this version is stored.</param>
/// <param name="Published">Where members stand that have got it.</param>
/// <param name="Since">When the turn ran.</param>
internal readonly record struct HeldTurn(
    EffectList Effects,
    IReadOnlyList<RoomInput> Asked,
    PlacedJoins Placements,
    RoomVersion Until,
    RoomVersion Published,
    DateTimeOffset Since)
{
    /// <summary>Of its commands; null: none is traced.</summary>
    internal TurnSpans? Spans { get; init; }

    internal long Bytes => Effects.Bytes.Written.Length + Effects.Record.Length;
}

/// <summary>Turns whose outputs wait for the store, eldest first, bounded in bytes and turns. Pure; used on the room's turn.</summary>
internal sealed class HeldTurns(long bytesMax)
{
    internal const int TurnsMax = 4096;

    private readonly Queue<HeldTurn> _turns = new();
    private long _bytes;

    internal int Count => _turns.Count;

    /// <summary>No further turn may run until some of these have left.</summary>
    internal bool IsFull => _bytes >= bytesMax || _turns.Count >= TurnsMax;

    /// <summary>When the eldest of them ran; null when there is none.</summary>
    internal DateTimeOffset? EldestSince => _turns.TryPeek(out var eldest) ? eldest.Since : null;

    internal void Add(HeldTurn turn)
    {
        _turns.Enqueue(turn);
        _bytes += turn.Bytes;
    }

    /// <summary>Those that may leave now that this version is stored, in order.</summary>
    internal List<HeldTurn> Take(RoomVersion stored)
    {
        List<HeldTurn> leaving = [];
        while (_turns.TryPeek(out var eldest) && eldest.Until.Value <= stored.Value)
        {
            leaving.Add(_turns.Dequeue());
            _bytes -= eldest.Bytes;
        }

        return leaving;
    }

    /// <summary>All of them, because none will ever leave.</summary>
    internal IReadOnlyList<HeldTurn> TakeAll()
    {
        var dropped = _turns.ToArray();
        _turns.Clear();
        _bytes = 0;
        return dropped;
    }
}
