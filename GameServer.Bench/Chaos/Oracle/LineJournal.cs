namespace GameServer.Bench.Chaos.Oracle;

/// <summary>One thing that happened to a client's connection. A closed set.</summary>
internal abstract record LineEntry(TimeSpan At)
{
    /// <summary>The client is welcome at that gateway.</summary>
    internal sealed record Up(TimeSpan At, int Gateway) : LineEntry(At);

    /// <summary>The connection is gone.</summary>
    internal sealed record Down(TimeSpan At) : LineEntry(At);

    /// <summary>The session is over, and nobody had asked for that.</summary>
    internal sealed record Over(TimeSpan At, string Why) : LineEntry(At);

    /// <summary>The server complained of something that nobody had asked.</summary>
    internal sealed record Complaint(TimeSpan At, string What) : LineEntry(At);
}

/// <summary>One connection of a client, from its welcome to its end; null: it was open when all was over.</summary>
internal sealed record Line(int Gateway, TimeSpan Up, TimeSpan? Down)
{
    internal bool IsOpenAt(TimeSpan time) => Up <= time && !(Down <= time);
}

/// <summary>What happened to the connections of one client, in order. Written and read on any thread.</summary>
internal sealed class LineJournal(int client)
{
    private readonly Lock _gate = new();
    private readonly List<LineEntry> _entries = [];

    internal int Client => client;

    internal IReadOnlyList<LineEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    internal void Write(LineEntry entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
        }
    }

    /// <summary>Its connections, eldest first.</summary>
    internal List<Line> Lines()
    {
        List<Line> lines = [];
        foreach (var entry in Entries)
        {
            switch (entry)
            {
                case LineEntry.Up up:
                    lines.Add(new Line(up.Gateway, up.At, null));
                    break;
                case LineEntry.Down or LineEntry.Over when lines is [.., { Down: null } last]:
                    lines[^1] = last with { Down = entry.At };
                    break;
                default:
                    break;
            }
        }

        return lines;
    }

    public override string ToString() => $"client {client}";
}
