using Npgsql;
using NpgsqlTypes;

namespace GameServer.Storage.Postgres;

/// <summary>Rows as parameters, one array for each column.</summary>
internal static class Columns
{
    internal static NpgsqlParameter Texts<T>(IReadOnlyList<T> rows, Func<T, string> column) => Of(rows, column, NpgsqlDbType.Text);

    internal static NpgsqlParameter Longs<T>(IReadOnlyList<T> rows, Func<T, long> column) => Of(rows, column, NpgsqlDbType.Bigint);

    internal static NpgsqlParameter Flags<T>(IReadOnlyList<T> rows, Func<T, bool> column) => Of(rows, column, NpgsqlDbType.Boolean);

    internal static NpgsqlParameter Bytes<T>(IReadOnlyList<T> rows, Func<T, ReadOnlyMemory<byte>> column) =>
        Of(rows, column, NpgsqlDbType.Bytea);

    private static NpgsqlParameter<TColumn[]> Of<T, TColumn>(IReadOnlyList<T> rows, Func<T, TColumn> column, NpgsqlDbType type)
    {
        var values = new TColumn[rows.Count];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = column(rows[index]);
        }

        return new NpgsqlParameter<TColumn[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };
    }
}
