using GameServer.Protocol.Identity;

namespace GameServer.Sessions;

/// <summary>Where a session's wish to join stands.</summary>
internal enum JoinStage
{
    /// <summary>Asked; the room has not answered.</summary>
    Asked,

    /// <summary>The player became a member.</summary>
    Entered,

    /// <summary>The wish was refused, or the player has left the room again; the same nonce may try anew.</summary>
    Refused,
}

/// <summary>One wish to join, from its first frame on.</summary>
internal sealed class JoinProgress(Generation generation, uint requestId)
{
    internal JoinStage Stage { get; private set; }

    /// <summary>The connection that asked last.</summary>
    internal Generation Generation { get; private set; } = generation;

    /// <summary>The request to answer, of that connection.</summary>
    internal uint RequestId { get; private set; } = requestId;

    internal RoomId Room { get; private set; }

    internal void AskedAgain(Generation by, uint requestId) => (Generation, RequestId) = (by, requestId);

    internal void Enter(RoomId room) => (Stage, Room) = (JoinStage.Entered, room);

    internal void Refuse() => Stage = JoinStage.Refused;
}

/// <summary>The wishes to join of one session: idempotent by nonce, across its connections. Pure; used on the session's turn.</summary>
internal sealed class JoinBook(int noncesMax)
{
    // Most sessions have joined nothing yet: it is made with the first wish.
    private NonceRecord<JoinProgress>? _byNonce;
    private Dictionary<(Generation Generation, uint RequestId), JoinProgress>? _asked;

    /// <summary>Wishes that no room has answered yet.</summary>
    internal int AskedCount => _asked?.Count ?? 0;

    internal JoinProgress? Find(string nonce) => _byNonce?.Find(nonce);

    /// <summary>False when a request with this number is already waiting on this connection.</summary>
    internal bool TryAsk(string nonce, Generation generation, uint requestId)
    {
        var progress = new JoinProgress(generation, requestId);
        _asked ??= [];
        if (!_asked.TryAdd((generation, requestId), progress))
        {
            return false;
        }

        (_byNonce ??= new(noncesMax)).Put(nonce, progress);
        return true;
    }

    /// <summary>The player left that room: its nonces begin anew.</summary>
    internal void Left(RoomId room)
    {
        foreach (var progress in _byNonce?.All.Where(progress => progress.Stage == JoinStage.Entered && progress.Room == room) ?? [])
        {
            progress.Refuse();
        }
    }

    /// <summary>The wish that this answer belongs to, now settled; null when the answer is to no wish.</summary>
    internal JoinProgress? Settle(Generation generation, uint requestId) =>
        _asked is not null && _asked.Remove((generation, requestId), out var progress) ? progress : null;
}
