using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>
/// Reads rows so that each is here before it is looked at. Dapper's own queries ask for sequential access: a row that has come in part is
/// then waited for by the thread itself, and that may be the one that is told of the sockets' bytes. It would wait for itself until the
/// command's time is up, and all connections of the process with it.
/// </summary>
internal static class PostgresRows
{
    internal static async Task<List<T>> RowsAsync<T>(this NpgsqlConnection connection, CommandDefinition command)
    {
        await using var reader = await connection.ExecuteReaderAsync(command, CommandBehavior.Default);
        var rows = await reader.TakeAsync<T>(command.CancellationToken);
        while (await reader.NextResultAsync(command.CancellationToken))
        {
            // Read to its end, the answer needs no waiting when the reader is closed.
        }

        return rows;
    }

    internal static async Task<T?> FirstOrDefaultAsync<T>(this NpgsqlConnection connection, CommandDefinition command) =>
        (await connection.RowsAsync<T>(command)).FirstOrDefault();

    internal static async Task<T> SingleAsync<T>(this NpgsqlConnection connection, CommandDefinition command) =>
        (await connection.RowsAsync<T>(command)).Single();

    /// <summary>The rows of the present one of a command's results.</summary>
    internal static async Task<List<T>> TakeAsync<T>(this DbDataReader reader, CancellationToken cancel)
    {
        List<T> rows = [];
        Func<DbDataReader, object>? parse = null;
        while (await reader.ReadAsync(cancel))
        {
            // The one that is made for a type knows no strings.
            rows.Add((T)(parse ??= reader.GetRowParser(typeof(T)))(reader));
        }

        return rows;
    }
}
