using System.Globalization;
using Dapper;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>The pool of connections to a PostgreSQL, and what must hold there before rooms are trusted to it.</summary>
internal static class PostgresSource
{
    private const int StatementsKept = 64;

    // A plan is made while a table is new and small, and kept when it no longer is: one that reads the whole table for every row of a batch
    // would be kept too.
    private const string Session = "SET enable_seqscan = off; SET jit = off";

    /// <param name="settings">What the operator chose.</param>
    /// <param name="connectionsMax">How many connections it has at the most; null: what the operator chose.</param>
    /// <returns>The source, and how to name it to people: without user and password.</returns>
    /// <exception cref="StoreStartException">The connection string is none.</exception>
    internal static (NpgsqlDataSource Source, string Where) Of(StoreSettings settings, int? connectionsMax = null)
    {
        try
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(settings.CommandTimeout.TotalSeconds));
            var ours = new NpgsqlConnectionStringBuilder
            {
                ApplicationName = "GameServer",
                AutoPrepareMinUsages = 2,
                CommandTimeout = seconds,
                Enlist = false,
                MaxAutoPrepare = StatementsKept,
                NoResetOnClose = true,
                Timeout = seconds,
            };

            // What is given comes later and counts.
            var given = new NpgsqlConnectionStringBuilder(ours.ConnectionString + ";" + settings.Store);
            if (string.IsNullOrEmpty(given.Host))
            {
                throw new ArgumentException("it names no Host");
            }

            if (connectionsMax is { } most)
            {
                (given.MinPoolSize, given.MaxPoolSize) = (0, most);
            }

            var where = string.Create(CultureInfo.InvariantCulture, $"{given.Host}:{given.Port}/{given.Database}");
            var source = new NpgsqlDataSourceBuilder(given.ConnectionString);
            source.UsePhysicalConnectionInitializer(
                connection => connection.Execute(Session), connection => connection.ExecuteAsync(Session));
            return (source.Build(), where);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The message of the cause may quote what was given, password and all.
            throw new StoreStartException(
                "GameServer:Store is neither empty (SQLite), nor 'memory', nor a connection string for PostgreSQL such as "
                + "'Host=db;Database=game;Username=game;Password=...'.");
        }
    }

    /// <exception cref="StoreStartException">A commit there would not be one.</exception>
    internal static async Task CheckAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var commit = await connection.SingleAsync<string>(new CommandDefinition("SHOW synchronous_commit", cancellationToken: cancel));
        if (commit == "off")
        {
            throw new StoreStartException(
                "GameServer:Store: the database has synchronous_commit=off, so that it may lose what it has acknowledged; "
                + "set it to on for this "
                + "database or user.");
        }
    }
}
