using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GameServer.Storage.Sqlite;

/// <summary>An open connection to the SQLite file with the statements that are kept prepared. On its desk's thread only.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    // Pages in the write-ahead log before they are copied into the file, on the thread of whoever commits: 16 MiB.
    private const int CheckpointPages = 4_096;

    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _beginRead;
    private readonly SqliteStatement _commit;
    private SqliteAppend? _append;

    private SqliteDatabase(SqliteConnection connection)
    {
        Connection = connection;
        _begin = new SqliteStatement(connection.Handle!, "BEGIN IMMEDIATE");
        _beginRead = new SqliteStatement(connection.Handle!, "BEGIN");
        _commit = new SqliteStatement(connection.Handle!, "COMMIT");
    }

    internal SqliteConnection Connection { get; }

    internal SqliteAppend Append => _append ??= new SqliteAppend(Connection.Handle!);

    /// <summary>For the server: makes the file or updates its tables.</summary>
    internal static SqliteDatabase OpenOwn(string file, TimeSpan busyTimeout)
    {
        var database = Open(file, busyTimeout, SqliteOpenMode.ReadWriteCreate);
        try
        {
            database.PrepareToWrite();
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>For whoever comes beside the server: takes the file as it is.</summary>
    internal static SqliteDatabase OpenBeside(string file, TimeSpan busyTimeout)
    {
        var database = Open(file, busyTimeout, SqliteOpenMode.ReadWrite);
        database.Connection.Execute("PRAGMA synchronous = FULL");
        return database;
    }

    /// <summary>For reading.</summary>
    internal static SqliteDatabase OpenToRead(string file, TimeSpan busyTimeout)
    {
        var database = Open(file, busyTimeout, SqliteOpenMode.ReadWrite);
        database.Connection.Execute("PRAGMA query_only = ON");
        return database;
    }

    /// <summary>What the work reads is of one moment.</summary>
    internal T Read<T>(Func<T> work)
    {
        _beginRead.Execute();
        var outcome = work();
        _commit.Execute();
        return outcome;
    }

    /// <summary>Everything that the work does, or nothing of it: when it throws, the desk gives the connection up.</summary>
    internal T Transact<T>(Func<T> work)
    {
        _begin.Execute();
        var outcome = work();
        _commit.Execute();
        return outcome;
    }

    public void Dispose()
    {
        _append?.Dispose();
        _begin.Dispose();
        _beginRead.Dispose();
        _commit.Dispose();
        Connection.Dispose();
    }

    private static SqliteDatabase Open(string file, TimeSpan busyTimeout, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)busyTimeout.TotalSeconds),
            Mode = mode,
        }.ConnectionString);
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(connection.Handle!, (int)busyTimeout.TotalMilliseconds);
            return new SqliteDatabase(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void PrepareToWrite()
    {
        Connection.Execute("PRAGMA journal_mode = WAL");
        Connection.Execute("PRAGMA synchronous = FULL");
        Connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint = {CheckpointPages}"));

        // What a commit that failed left in the write-ahead log may be read but need not be on the disk: the system forgets pages that it
        // failed to write. Copied into the file, it is.
        if (Connection.QueryFirst<long>("PRAGMA wal_checkpoint(FULL)") != 0)
        {
            throw new SqliteException("The write-ahead log can't be copied into the file: another process is reading it.", raw.SQLITE_BUSY);
        }

        Transact(Migrate);
    }

    private int Migrate()
    {
        var present = Connection.QuerySingle<int>("PRAGMA user_version");
        foreach (var migration in Migrations.Of("Sqlite").Where(each => each.Number > present))
        {
            Connection.Execute(migration.Sql);
            Connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {migration.Number}"));
        }

        return present;
    }
}
