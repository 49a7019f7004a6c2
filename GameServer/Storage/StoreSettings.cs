namespace GameServer.Storage;

/// <summary>Which store to open, and how.</summary>
/// <param name="Store">
/// Empty: the SQLite file in the folder; <see cref="Memory"/>: nothing outlives the process; else a connection string of Npgsql.
/// </param>
/// <param name="Folder">Where the server keeps its files.</param>
internal sealed record StoreSettings(string Store, string Folder)
{
    internal const string Memory = "memory";

    /// <summary>What the process is to the store.</summary>
    internal StoreAccess Access { get; init; } = StoreAccess.Server;

    /// <summary>After how long a command counts as failed, its outcome unknown.</summary>
    internal TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock by which leases last in a store in memory; null: there are no nodes in it. A database has its own.</summary>
    internal TimeProvider? Time { get; init; }
}

/// <summary>What a process is to the store.</summary>
internal enum StoreAccess
{
    /// <summary>It runs rooms: it holds the lock of the folder for as long as it lives.</summary>
    Server,

    /// <summary>It reads, forks or deletes beside a server that may be running.</summary>
    Beside,
}
