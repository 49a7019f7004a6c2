using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Storage;
using GameServer.Tests.Client;
using GameServer.Tests.Conditions;
using GameServer.Tests.Storage;
using Npgsql;
using static GameServer.Tests.Contracts.StoreRig;

namespace GameServer.Tests.Contracts;

public sealed class StoreRaceTests
{
    private const int Rooms = 8;

    [Theory, LocalStores]
    public async Task Takeovers_race_a_committing_loop(StoreForm form) => await RaceAsync(form, TestScale.Of(15));

    [PostgresFact]
    public async Task Takeovers_race_a_committing_loop_on_PostgreSQL() => await RaceAsync(StoreForm.Postgres, TestScale.Of(2_000) / Rooms);

    [PostgresFact]
    public async Task A_takeover_waits_for_an_append_that_is_held_open_and_sees_it()
    {
        await using var rig = await StoreRig.OpenAsync(StoreForm.Postgres);
        var room = await rig.RunAsync();
        await rig.AppendAsync(Append(room, 1, 0, 1));
        await using var held = await HoldAsync(rig, room, "UPDATE rooms SET version = 2 WHERE id = @id; "
            + "INSERT INTO log (room, version, base, epoch, at, turns) SELECT number, 2, 1, 1, 0, 'x' FROM rooms WHERE id = @id");

        var takeover = rig.TakenAsync(room);
        await WaitForLockAsync(rig, takeover);
        await held.CommitAsync();

        var taken = await takeover;
        (taken.Epoch, taken.Version).ShouldBe((new Epoch(2), new RoomVersion(2)));
        StoreAppendTests.Shape(taken.History.Records).ShouldBe("1:0-1 1:1-2");
    }

    [PostgresFact]
    public async Task An_append_waits_for_a_takeover_that_is_held_open_and_is_fenced()
    {
        await using var rig = await StoreRig.OpenAsync(StoreForm.Postgres);
        RoomId[] rooms = [await rig.RunAsync(), await rig.RunAsync(), await rig.RunAsync()];
        await using var held = await HoldAsync(rig, rooms[1], "UPDATE rooms SET epoch = 2 WHERE id = @id");

        var append = rig.Store.AppendAsync(rooms.Select(room => Append(room, 1, 0, 1, Came("ann"))).ToList(), default);
        await WaitForLockAsync(rig, append);
        await held.CommitAsync();

        (await append).ShouldBe([WriteAnswer.Made, WriteAnswer.Fenced, WriteAnswer.Made]);
        (await rig.TakenAsync(rooms[1])).History.Records.ShouldBeEmpty();
        (await rig.Store.RoomsOfAsync(new PlayerId("ann"), [], default))
            .Select(place => place.Room).ShouldBe([rooms[0], rooms[2]], ignoreOrder: true);
    }

    [PostgresFact]
    public async Task A_retry_waits_for_its_own_append_that_is_still_open_and_finds_it()
    {
        await using var rig = await StoreRig.OpenAsync(StoreForm.Postgres);
        var room = await rig.RunAsync();
        await using var held = await HoldAsync(rig, room, "UPDATE rooms SET version = 1 WHERE id = @id; "
            + "INSERT INTO log (room, version, base, epoch, at, turns) SELECT number, 1, 0, 1, 0, 'x' FROM rooms WHERE id = @id");

        var retry = rig.AppendAsync(Append(room, 1, 0, 1));
        await WaitForLockAsync(rig, retry);
        await held.CommitAsync();

        (await retry).ShouldBe(WriteAnswer.Made);
        StoreAppendTests.Shape((await rig.TakenAsync(room)).History.Records).ShouldBe("1:0-1");
    }

    [PostgresFact]
    public async Task Batches_in_any_order_and_takeovers_of_many_rooms_do_not_lock_each_other_out()
    {
        await using var rig = await StoreRig.OpenAsync(StoreForm.Postgres);
        var rooms = new List<RoomId>();
        for (var count = 0; count < 50; count++)
        {
            rooms.Add(await rig.RunAsync());
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(async worker =>
        {
            var random = new Random(worker);
            for (var round = 0; round < TestScale.Of(20); round++)
            {
                var order = rooms.OrderBy(_ => random.Next()).ToList();
                _ = (worker % 3) switch
                {
                    0 => (await rig.Store.AppendAsync(order.ConvertAll(room => Append(room, 1, 0, 1)), default)).Count,
                    1 => (await rig.Store.SaveSnapshotsAsync(order.ConvertAll(room => Snapshot(room, (ulong)round + 1, 1)), default)).Count,
                    _ => (await rig.Store.TakeOverAsync(order, Other, Known, default)).Count,
                };
            }
        }));
    }

    [Theory, MemoryStore, PostgresStore]
    public async Task Nodes_that_take_over_revoke_and_come_back_never_have_the_same_room(StoreForm form)
    {
        for (var seed = 0; seed < TestScale.Of(2); seed++)
        {
            await using var rig = await StoreRig.OpenAsync(form);
            var race = new OwnerRace(rig, nodes: 4, seed);

            await race.RunAsync(rounds: 300);

            race.Takeovers.ShouldBePositive();
            race.Kept.ShouldBePositive();
        }
    }

    [PostgresFact]
    public async Task A_takeover_that_waits_for_a_life_that_comes_back_leaves_it_its_room()
    {
        await using var rig = await StoreRig.OpenAsync(StoreForm.Postgres);
        await rig.JoinAsync("a", Me.Value);
        await rig.JoinAsync("b", Other.Value);
        var room = await rig.RunAsync(Me);
        var passing = await rig.RunAsync(Me, isStored: false);
        await rig.Nodes.RevokeAsync(Other, new NodeId("a"), Me, default);
        await using var held = await HoldAsync(rig, room, "UPDATE nodes SET incarnation = 'me~2', revoked = false WHERE node = 'a'; "
            + $"UPDATE rooms SET owner = 'me~2' WHERE id IN (@id, '{passing}')");

        var takeover = rig.Store.TakeOverAsync([room, passing], Other, Known, default);
        await WaitForLockAsync(rig, takeover);
        var stranded = rig.Store.StrandedAsync(Other, new RoomId(""), 10, default);
        await held.CommitAsync();

        (await takeover).ShouldAllBe(answer => answer.Equals(new TakeOverAnswer.Elsewhere(new Incarnation("me~2"))));
        (await stranded).ShouldBeEmpty();
        (await rig.Store.LocateAsync([room, passing], default))
            .ShouldAllBe(place => place.Equals(new RoomWhereabouts.RunsAt(new Incarnation("me~2"))));
    }

    private static async Task RaceAsync(StoreForm form, int takeovers)
    {
        await using var rig = await StoreRig.OpenAsync(form);
        var races = Enumerable.Range(0, Rooms).Select(seed => new TakeoverRace(rig, seed)).ToList();

        await Task.WhenAll(races.Select(race => race.RunAsync(takeovers)));

        races.ShouldAllBe(race => race.Fenced == takeovers + 1);
        races.Sum(race => race.Acknowledged).ShouldBeGreaterThan(takeovers);
    }

    private static async Task<HeldTransaction> HoldAsync(StoreRig rig, RoomId room, string sql)
    {
        var connection = new NpgsqlConnection(rig.Settings.Store);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new NpgsqlParameter("id", room.Value) } };
        await command.ExecuteNonQueryAsync();
        return new HeldTransaction(connection, transaction);
    }

    /// <summary>Until a statement of the rig's waits for a lock.</summary>
    private static Task WaitForLockAsync(StoreRig rig, Task statement) =>
        Eventually.Of(LookForLockAsync(rig, statement), "a statement that waits for a lock");

    private static async Task LookForLockAsync(StoreRig rig, Task statement)
    {
        await using var connection = new NpgsqlConnection(rig.Settings.Store);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.relname = 'rooms' AND c.relnamespace = current_schema()::regnamespace "
            + "JOIN pg_locks o ON o.pid = l.pid AND o.relation = c.oid WHERE NOT l.granted",
            connection);
        while ((long)(await command.ExecuteScalarAsync())! == 0)
        {
            statement.IsCompleted.ShouldBeFalse("the statement did not wait for what is held");
            await Task.Yield();
        }
    }

    /// <summary>A transaction that somebody has not ended yet.</summary>
    private sealed class HeldTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        internal Task CommitAsync() => transaction.CommitAsync();

        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}
