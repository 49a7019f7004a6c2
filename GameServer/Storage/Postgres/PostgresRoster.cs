using GameServer.Protocol.Identity;
using GameServer.Rooms;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>
/// The statements for members that came and went, in the transaction of an append or a snapshot. Each changes only rooms that stand where
/// that left them, and their rows are still locked; one that was refused changes nothing.
/// </summary>
internal static class PostgresRoster
{
    private const string Come =
        """
        INSERT INTO places (room, player)
        SELECT r.number, w.player FROM unnest($1, $2, $3, $4) AS w(id, epoch, version, player)
        JOIN rooms r ON r.id = w.id AND r.epoch = w.epoch AND r.version = w.version AND r.phase = 0
        ON CONFLICT DO NOTHING
        """;

    private const string Go =
        """
        DELETE FROM places p USING unnest($1, $2, $3, $4) AS w(id, epoch, version, player)
        JOIN rooms r ON r.id = w.id AND r.epoch = w.epoch AND r.version = w.version AND r.phase = 0
        WHERE p.room = r.number AND p.player = w.player
        """;

    private const string GoAll = "DELETE FROM places p USING rooms r WHERE r.id = ANY($1) AND r.phase = 2 AND p.room = r.number";

    internal static void Add(NpgsqlBatch statements, IEnumerable<RosterWrite> writes)
    {
        List<RosterChangeRow> came = [], gone = [];
        List<RoomId> ended = [];
        foreach (var write in writes)
        {
            if (write.Ended)
            {
                ended.Add(write.Room);
                continue;
            }

            foreach (var change in RosterOutcome.Of(write.Roster))
            {
                (change.Member ? came : gone).Add(new RosterChangeRow(write, change.Player));
            }
        }

        Add(statements, Come, came);
        Add(statements, Go, gone);
        if (ended.Count > 0)
        {
            statements.BatchCommands.Add(new NpgsqlBatchCommand(GoAll) { Parameters = { Columns.Texts(ended, each => each.Value) } });
        }
    }

    private static void Add(NpgsqlBatch statements, string sql, List<RosterChangeRow> rows)
    {
        if (rows.Count > 0)
        {
            statements.BatchCommands.Add(new NpgsqlBatchCommand(sql)
            {
                Parameters =
                {
                    Columns.Texts(rows, each => each.Write.Room.Value),
                    Columns.Longs(rows, each => (long)each.Write.Epoch.Value),
                    Columns.Longs(rows, each => (long)each.Write.Version.Value),
                    Columns.Texts(rows, each => each.Player.Value),
                },
            });
        }
    }
}

/// <summary>The members that came and went with one write.</summary>
internal readonly record struct RosterWrite(
    RoomId Room, Epoch Epoch, RoomVersion Version, IReadOnlyList<RosterChange> Roster, bool Ended);

/// <summary>One player who came or went with a write.</summary>
internal readonly record struct RosterChangeRow(RosterWrite Write, PlayerId Player);
