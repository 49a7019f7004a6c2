using System.Collections.Concurrent;
using GameServer.Actors;
using GameServer.Protocol.Identity;

namespace GameServer.Sessions;

/// <summary>
/// The sessions of this node and their present connections. Written by each session on its own turn, read from any thread.
/// </summary>
internal sealed class SessionTable
{
    private readonly ConcurrentDictionary<SessionId, SessionEntry> _entries = new();

    internal int Count => _entries.Count;

    /// <summary>In no order.</summary>
    internal IEnumerable<KeyValuePair<SessionId, SessionEntry>> All => _entries;

    internal void Put(SessionId id, Generation generation, ActorRef session, IClientConnection? connection, PlayerIdentity player) =>
        _entries[id] = new SessionEntry(session, generation, connection, player);

    internal void Remove(SessionId id) => _entries.TryRemove(id, out _);

    internal SessionEntry? Find(SessionId id) => _entries.GetValueOrDefault(id);
}

/// <summary>A session as others on this node reach it.</summary>
/// <param name="Session">Its actor.</param>
/// <param name="Generation">Of its latest connection.</param>
/// <param name="Connection">Null while the session is away.</param>
/// <param name="Player">Whose it is.</param>
internal sealed record SessionEntry(ActorRef Session, Generation Generation, IClientConnection? Connection, PlayerIdentity Player);
