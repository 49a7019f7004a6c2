namespace GameServer.Bench.Chaos.Oracle;

/// <summary>What a room type promises.</summary>
internal enum RoomKind
{
    /// <summary>Nothing that anybody saw is ever lost.</summary>
    Committed,

    /// <summary>It may come back older, and says so to everybody whom it concerns.</summary>
    Periodic,

    /// <summary>It may be lost, and everybody is told.</summary>
    Volatile,
}

/// <summary>What one client did in one room and was told of it, in order. Written and read on any thread.</summary>
/// <param name="kind">What the room promises.</param>
/// <param name="key">The key that the client asked for; a room that was lost is another one afterwards, under the same key.</param>
/// <param name="room">The room itself.</param>
/// <param name="client">Which client.</param>
/// <param name="writer">The client's mark in what it sends; 0: it only looks, when all is over.</param>
internal sealed class RoomJournal(RoomKind kind, string key, string room, int client, uint writer)
{
    private readonly Lock _gate = new();
    private readonly List<RoomEntry> _entries = [];

    internal RoomKind Kind => kind;

    internal string Key => key;

    internal string Room => room;

    internal int Client => client;

    internal uint Writer => writer;

    internal IReadOnlyList<RoomEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    internal void Write(RoomEntry entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
        }
    }

    public override string ToString() => $"{key}, client {client}";
}
