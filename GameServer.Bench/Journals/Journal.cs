namespace GameServer.Bench.Journals;

/// <summary>What one client of one room did and was told, in order. Written and read on any thread.</summary>
internal sealed class Journal(string room, uint writer)
{
    private readonly Lock _gate = new();
    private readonly List<JournalEntry> _entries = [];

    internal string Room => room;

    /// <summary>The client's own mark in what it sends; unique in its room.</summary>
    internal uint Writer => writer;

    internal IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    internal void Write(JournalEntry entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
        }
    }

    public override string ToString() => $"{room}, writer {writer}";
}
