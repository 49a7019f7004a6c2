using GameServer.Bench.Load;
using GameServer.Rooms;
using GameServer.Storage;
using GameServer.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace GameServer.Bench.Commits;

/// <summary>The append's statement, prepared once, with nothing around it.</summary>
internal sealed class BarePostgres : IBareAppend
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;
    private readonly NpgsqlParameter<string[]> _rooms = Column<string[]>(NpgsqlDbType.Text);
    private readonly NpgsqlParameter<long[]> _epochs = Column<long[]>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<long[]> _bases = Column<long[]>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<long[]> _versions = Column<long[]>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<long[]> _times = Column<long[]>(NpgsqlDbType.Bigint);
    private readonly NpgsqlParameter<bool[]> _ends = Column<bool[]>(NpgsqlDbType.Boolean);
    private readonly NpgsqlParameter<ReadOnlyMemory<byte>[]> _turns = Column<ReadOnlyMemory<byte>[]>(NpgsqlDbType.Bytea);

    internal BarePostgres(StoreSettings settings)
    {
        _connection = new NpgsqlConnection(settings.Store + ";Pooling=false");
        _connection.Open();
        _command = new NpgsqlCommand(PostgresAppend.Append, _connection)
        {
            Parameters = { _rooms, _epochs, _bases, _versions, _times, _ends, _turns },
        };
        _command.Prepare();
    }

    public void Append(RoomAppend[] batch)
    {
        _rooms.TypedValue = Array.ConvertAll(batch, each => each.Room.Value);
        _epochs.TypedValue = Array.ConvertAll(batch, each => (long)each.Epoch.Value);
        _bases.TypedValue = Array.ConvertAll(batch, each => (long)each.BaseVersion.Value);
        _versions.TypedValue = Array.ConvertAll(batch, each => (long)each.Version.Value);
        _times.TypedValue = Array.ConvertAll(batch, each => (each.At - DateTimeOffset.UnixEpoch).Ticks);
        _ends.TypedValue = Array.ConvertAll(batch, each => each.Ended);
        _turns.TypedValue = Array.ConvertAll(batch, each => each.Turns);
        using var refused = _command.ExecuteReader();
        if (refused.Read())
        {
            throw new BenchFailure("an append was refused");
        }
    }

    public void Dispose()
    {
        _command.Dispose();
        _connection.Dispose();
    }

    private static NpgsqlParameter<T> Column<T>(NpgsqlDbType type) => new() { NpgsqlDbType = NpgsqlDbType.Array | type };
}
