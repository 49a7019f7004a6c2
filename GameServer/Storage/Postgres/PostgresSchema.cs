using System.Globalization;
using Dapper;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>
/// Makes and updates the tables, however many nodes start at once: whoever holds the lock of the table of versions does it, the others wait
/// and find it done.
/// </summary>
internal static class PostgresSchema
{
    // Two that make the same table at once: the one that loses gets an error, of one of these kinds.
    private static readonly HashSet<string> LostRace =
        [PostgresErrorCodes.UniqueViolation, PostgresErrorCodes.DuplicateTable, PostgresErrorCodes.DuplicateObject];

    internal static async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "CREATE TABLE IF NOT EXISTS schema_version (number integer PRIMARY KEY)", cancellationToken: cancel));
        }
        catch (PostgresException failure) when (LostRace.Contains(failure.SqlState))
        {
            // It is there now.
        }

        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await connection.ExecuteAsync(new CommandDefinition(
            "LOCK TABLE schema_version IN ACCESS EXCLUSIVE MODE", cancellationToken: cancel));
        var present = await connection.SingleAsync<int>(new CommandDefinition(
            "SELECT coalesce(max(number), 0) FROM schema_version", cancellationToken: cancel));
        foreach (var migration in Migrations.Of("Postgres").Where(each => each.Number > present))
        {
            var done = string.Create(CultureInfo.InvariantCulture,
                $"{migration.Sql};\nINSERT INTO schema_version VALUES ({migration.Number})");
            await connection.ExecuteAsync(new CommandDefinition(done, cancellationToken: cancel));
        }

        await transaction.CommitAsync(cancel);
    }
}
