namespace GameServer.Bench.Soak;

/// <summary>What a server's process holds at one time.</summary>
internal sealed record SoakReading
{
    /// <summary>Bytes of living objects; when asked for, after everything else was collected.</summary>
    public long ManagedBytes { get; init; }

    /// <summary>Memory in use and in RAM. It does not go back to the system at once, so it is told and not judged.</summary>
    public long ResidentBytes { get; init; }

    /// <summary>Open files and sockets.</summary>
    public int Descriptors { get; init; }

    public int Threads { get; init; }

    /// <summary>Timers that wait, of the runtime and of actors.</summary>
    public long Timers { get; init; }

    public int Connections { get; init; }

    public int Sessions { get; init; }

    public int Rooms { get; init; }

    public int Actors { get; init; }

    /// <summary>Nobody is there any more.</summary>
    internal bool IsAtRest => Connections == 0 && Sessions == 0 && Rooms == 0;
}
