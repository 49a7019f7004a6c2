using System.Data;
using Dapper;
using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using Npgsql;

namespace GameServer.Storage.Postgres;

/// <summary>
/// The nodes of a cluster in PostgreSQL, at READ COMMITTED, in the database of their rooms. From any thread; a connection from the rooms'
/// pool for each call. docs/decisions/0020-leases-and-takeover.md says why it is as it is.
/// </summary>
internal sealed class PostgresNodes(NpgsqlDataSource source) : INodeStore
{
    private const string Select =
        "SELECT node, incarnation, link_address AS LinkAddress, roles, renewals, revoked, draining, rooms, "
        + "joined > clock_timestamp() - make_interval(secs => @newFor) AS IsNew FROM ";

    // One round trip and one transaction. Rows are locked in the order of everybody who locks rooms. The counter of renewals never goes
    // back to a number that somebody who watches has seen: that would be a row that did not change.
    private const string Join =
        """
        DELETE FROM nodes WHERE node IN (
            SELECT node FROM nodes WHERE revoked AND lease_until < clock_timestamp() - interval '1 day' FOR UPDATE SKIP LOCKED);

        INSERT INTO nodes AS n
            (node, incarnation, process, life, link_address, roles, renewals, lease_until, joined, revoked, draining, rooms)
        VALUES (@node, @self, @process, @life, @linkAddress, @roles, 0,
            clock_timestamp() + make_interval(secs => @seconds), clock_timestamp(), false, @draining, @rooms)
        ON CONFLICT (node) DO UPDATE SET incarnation = excluded.incarnation, process = excluded.process, life = excluded.life,
            link_address = excluded.link_address, roles = excluded.roles, renewals = n.renewals + 1,
            lease_until = excluded.lease_until, revoked = false, rooms = excluded.rooms,
            joined = CASE WHEN n.process = excluded.process THEN n.joined ELSE excluded.joined END,
            draining = excluded.draining OR (n.draining AND n.process = excluded.process)
        WHERE CASE WHEN n.process <> excluded.process THEN n.revoked OR @takesOver
            ELSE n.life < excluded.life OR (n.life = excluded.life AND NOT n.revoked) END;

        WITH moved AS MATERIALIZED (
            SELECT number FROM rooms
            WHERE owner = @elder AND phase = 0 AND EXISTS (SELECT FROM nodes WHERE incarnation = @self AND NOT revoked)
            ORDER BY id FOR NO KEY UPDATE)
        UPDATE rooms r SET owner = @self FROM moved m WHERE r.number = m.number;

        """ + Select + """
         nodes WHERE node = @node;

        SELECT id, epoch FROM rooms WHERE owner = @self AND phase = 0
        """;

    private const string Renew =
        """
        WITH own AS (
            UPDATE nodes SET renewals = renewals + 1, lease_until = clock_timestamp() + make_interval(secs => @seconds),
                rooms = @rooms, draining = draining OR @draining
            WHERE incarnation = @self AND NOT revoked
            RETURNING *)

        """ + Select + "own UNION ALL " + Select + "nodes WHERE incarnation <> @self AND EXISTS (SELECT FROM own)";

    private const string Revoke =
        """
        UPDATE nodes SET revoked = true
        WHERE node = @node AND incarnation = @incarnation AND NOT revoked
            AND EXISTS (SELECT FROM nodes o WHERE o.incarnation = @revoker AND NOT o.revoked AND o.lease_until > clock_timestamp())
        """;

    public async Task<JoinAnswer> JoinAsync(
        NodeRow self, Incarnation? elder, bool takesOver, TimeSpan lease, CancellationToken cancel)
    {
        var parameters = new
        {
            node = self.Node.Value,
            self = self.Incarnation.Value,
            process = self.Incarnation.Process.Value,
            life = self.Incarnation.Life,
            linkAddress = self.LinkAddress,
            roles = (int)self.Roles,
            seconds = lease.TotalSeconds,
            draining = self.IsDraining,
            rooms = self.Rooms,
            newFor = NodeRow.NewFor.TotalSeconds,
            takesOver,
            elder = elder?.Value,
        };
        await using var connection = await source.OpenConnectionAsync(cancel);
        while (true)
        {
            var command = new CommandDefinition(Join, parameters, cancellationToken: cancel);
            await using var results = await connection.ExecuteReaderAsync(command, CommandBehavior.Default);
            var found = await results.TakeAsync<NodeColumns>(cancel);
            await results.NextResultAsync(cancel);
            var rooms = await results.TakeAsync<MovedColumns>(cancel);
            if (found.Count > 0)
            {
                return Answer(self, found[0].ToRow(), rooms);
            }

            // Whoever had the name has left in this moment.
        }
    }

    public async Task<RenewAnswer> RenewAsync(Incarnation self, NodeLoad load, TimeSpan lease, CancellationToken cancel)
    {
        var rows = await QueryAsync(
            Renew,
            new
            {
                self = self.Value,
                rooms = load.Rooms,
                draining = load.IsDraining,
                seconds = lease.TotalSeconds,
                newFor = NodeRow.NewFor.TotalSeconds,
            },
            cancel);
        return rows.Count > 0 ? new RenewAnswer.Renewed(rows) : RenewAnswer.Revoked.Instance;
    }

    public async Task<bool> RevokeAsync(Incarnation revoker, NodeId node, Incarnation incarnation, CancellationToken cancel) =>
        await ExecuteAsync(
            Revoke, new { revoker = revoker.Value, node = node.Value, incarnation = incarnation.Value }, cancel) > 0;

    public async Task<bool> AskToDrainAsync(NodeId node, CancellationToken cancel) =>
        await ExecuteAsync("UPDATE nodes SET draining = true WHERE node = @node AND NOT revoked", new { node = node.Value }, cancel) > 0;

    public Task LeaveAsync(Incarnation self, CancellationToken cancel) =>
        ExecuteAsync("DELETE FROM nodes WHERE incarnation = @self", new { self = self.Value }, cancel);

    public Task<IReadOnlyList<NodeRow>> ListAsync(CancellationToken cancel) =>
        QueryAsync(Select + "nodes", new { newFor = NodeRow.NewFor.TotalSeconds }, cancel);

    private static JoinAnswer Answer(NodeRow self, NodeRow found, IEnumerable<MovedColumns> rooms)
    {
        if (found.Incarnation.Process != self.Incarnation.Process)
        {
            return new JoinAnswer.Clash(found);
        }

        return found.Incarnation == self.Incarnation && !found.IsRevoked
            ? new JoinAnswer.Joined(rooms.Select(row => row.ToRoom()).ToList())
            : JoinAnswer.Dead.Instance;
    }

    private async Task<IReadOnlyList<NodeRow>> QueryAsync(string sql, object parameters, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        var rows = await connection.RowsAsync<NodeColumns>(new CommandDefinition(sql, parameters, cancellationToken: cancel));
        return rows.Select(row => row.ToRow()).OrderBy(row => row.Node.Value, StringComparer.Ordinal).ToList();
    }

    private async Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancel));
    }

    private sealed record MovedColumns(string Id, long Epoch)
    {
        internal MovedRoom ToRoom() => new(new RoomId(Id), new Epoch((ulong)Epoch));
    }

    private sealed record NodeColumns
    {
        public string Node { get; init; } = "";

        public string Incarnation { get; init; } = "";

        public string LinkAddress { get; init; } = "";

        public int Roles { get; init; }

        public long Renewals { get; init; }

        public bool Revoked { get; init; }

        public bool Draining { get; init; }

        public int Rooms { get; init; }

        public bool IsNew { get; init; }

        internal NodeRow ToRow() => new(
            new NodeId(Node), new Incarnation(Incarnation), LinkAddress, (NodeRoles)Roles, (ulong)Renewals, Revoked, Draining, Rooms)
        {
            IsNew = IsNew,
        };
    }
}
