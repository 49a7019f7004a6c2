using GameServer.Rooms;
using GameServer.Storage;
using GameServer.Tests.Conditions;
using GameServer.Tests.Contracts;
using Npgsql;
using static GameServer.Tests.Contracts.StoreRig;

namespace GameServer.Tests.Storage;

public sealed class PostgresTests
{
    [PostgresFact]
    public async Task Nodes_that_start_at_once_make_the_tables_once()
    {
        var settings = new StoreSettings(await (await PostgresServer.Shared).NewDatabaseAsync(), "");

        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RoomStores.OpenAsync(settings, default)));

        var firsts = await Task.WhenAll(stores.Select(store => store.TakeNumbersAsync(10, default)));
        firsts.Order().ShouldBe([1u, 11u, 21u, 31u, 41u, 51u, 61u, 71u]);
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task A_database_that_may_lose_commits_is_refused()
    {
        var database = await (await PostgresServer.Shared).NewDatabaseAsync();
        var settings = new StoreSettings(database + ";Options=-c synchronous_commit=off", "");

        var refusal = await Should.ThrowAsync<StoreStartException>(() => RoomStores.OpenAsync(settings, default));

        refusal.Message.ShouldStartWith("GameServer:Store: the database has synchronous_commit=off");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=u;Password=secret;Database=d",
        "GameServer:Store: the database at 127.0.0.1:1/d can't be used: ")]
    [InlineData("nonsense secret", "GameServer:Store is neither empty")]
    [InlineData("Password=secret", "GameServer:Store is neither empty")]
    [InlineData("Host=h;Prt=secret", "GameServer:Store is neither empty")]
    [InlineData("Host=h;Port=secret", "GameServer:Store is neither empty")]
    public async Task A_wrong_connection_string_fails_the_start_with_one_line_without_the_password(string store, string message)
    {
        var refusal = await Should.ThrowAsync<StoreStartException>(() => RoomStores.OpenAsync(new StoreSettings(store, ""), default));

        refusal.Message.ShouldStartWith(message);
        refusal.Message.ShouldNotContain('\n');
        refusal.ToString().ShouldNotContain("secret");
    }

    [PostgresFact]
    public async Task A_lock_that_is_held_too_long_is_an_unknown_outcome()
    {
        await using var rig = await StoreRig.OpenAsync(StoreForm.Postgres, TimeSpan.FromSeconds(1));
        var room = await rig.RunAsync();
        await using (var other = new NpgsqlConnection(rig.Settings.Store))
        {
            await other.OpenAsync();
            await using var transaction = await other.BeginTransactionAsync();
            await using var lockIt = new NpgsqlCommand("LOCK TABLE rooms", other);
            await lockIt.ExecuteNonQueryAsync();

            await Should.ThrowAsync<NpgsqlException>(() => rig.AppendAsync(Append(room, 1, 0, 1)));
        }

        (await rig.AppendAsync(Append(room, 1, 0, 1))).ShouldBe(WriteAnswer.Made);
    }

    [PostgresFact]
    public async Task A_server_that_went_and_came_back_has_all_that_was_acknowledged()
    {
        await using var server = await PostgresServer.StartNewAsync(fsync: true);
        var settings = new StoreSettings(await server.NewDatabaseAsync(), "");
        await using var store = await RoomStores.OpenAsync(settings, default);
        var room = new NewRoom(new("room"), new(1), StoreRig.Type, 1, "", false, new byte[] { 1 }, Start);
        await store.CreateAsync(room, Me, default);
        ulong version = 0;
        foreach (var signal in new[] { "INT", "QUIT", "KILL" })
        {
            (await store.AppendAsync([Append(room.Id, 1, version, version + 1)], default)).ShouldBe([WriteAnswer.Made]);
            version++;
            await server.StopAsync(signal);
            await Should.ThrowAsync<NpgsqlException>(() => store.AppendAsync([Append(room.Id, 1, version, version + 1)], default));
            await server.StartAsync();
            (await UntilAnsweredAsync(() => store.FindAsync(room.Id, default)))!.Version.Value.ShouldBe(version);
        }
    }

    /// <summary>Connections of before the outage fail once each.</summary>
    private static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> ask)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (NpgsqlException) when (attempt < 10)
            {
            }
        }
    }
}
