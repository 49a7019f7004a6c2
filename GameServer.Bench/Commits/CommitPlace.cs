using GameServer.Bench.Load;
using GameServer.Bench.Processes;
using GameServer.Storage;

namespace GameServer.Bench.Commits;

/// <summary>Where rooms are committed: a new, empty store for each run. What was made for it goes with this object.</summary>
internal sealed class CommitPlace : IDisposable
{
    internal const string Sqlite = "sqlite";
    internal const string Postgres = "postgres";

    private readonly string _folder = Directory.CreateTempSubdirectory("gameserver-bench-").FullName;
    private readonly PostgresProcess? _postgres;
    private readonly string? _given;
    private int _made;

    /// <param name="name">sqlite, postgres (one is started), or a connection string of a database for this alone.</param>
    internal CommitPlace(string name)
    {
        IsSqlite = name == Sqlite;
        _postgres = name == Postgres ? PostgresProcess.Start() : null;
        _given = !IsSqlite && _postgres is null ? name : null;
        if (_given is not null && !_given.Contains('=', StringComparison.Ordinal))
        {
            throw new BenchFailure($"There is no store '{name}', but: {Sqlite}, {Postgres}, a connection string.");
        }
    }

    internal bool IsSqlite { get; }

    internal string Name => IsSqlite ? "SQLite" : "PostgreSQL";

    /// <summary>How many connections commit at the same time, as the product has it.</summary>
    internal int Committers => IsSqlite ? 1 : 2;

    internal StoreSettings New()
    {
        var name = $"bench{++_made}";
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        return new StoreSettings(IsSqlite ? "" : _postgres?.NewSchema(name) ?? _given!, folder);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _postgres?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
