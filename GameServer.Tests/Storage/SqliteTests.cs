using GameServer.Rooms;
using GameServer.Storage;
using GameServer.Storage.Sqlite;
using GameServer.Tests.Conditions;
using GameServer.Tests.Contracts;
using Microsoft.Data.Sqlite;
using static GameServer.Tests.Contracts.StoreRig;

namespace GameServer.Tests.Storage;

public sealed class SqliteTests
{
    [Fact]
    public async Task A_second_server_on_the_folder_fails_its_start_until_the_first_is_gone()
    {
        await using var rig = await StoreRig.OpenAsync(StoreForm.Sqlite);

        var refusal = await Should.ThrowAsync<StoreStartException>(() => RoomStores.OpenAsync(rig.Settings, default));

        refusal.Message.ShouldStartWith("GameServer:Data: the folder");
        refusal.Message.ShouldContain("another server is running on it");
        await rig.ReopenAsync();
    }

    [Fact]
    public async Task A_command_line_reads_and_forks_beside_a_running_server()
    {
        await using var rig = await StoreRig.OpenAsync(StoreForm.Sqlite);
        var room = await rig.RunAsync();
        await rig.AppendAsync(Append(room, 1, 0, 1));
        await using var beside = await RoomStores.OpenAsync(rig.Settings with { Access = StoreAccess.Beside }, default);

        (await beside.ReadHistoryAsync(room, new(1), default)).Records.Count.ShouldBe(1);
        (await beside.DeleteAsync(room, default)).ShouldBeFalse();
        var fork = rig.NewRoom();
        await beside.ForkAsync(fork, new(1), new byte[] { 1 }, default);

        (await rig.TakenAsync(fork.Id)).Version.Value.ShouldBe(1ul);
        (await rig.AppendAsync(Append(room, 1, 1, 2))).ShouldBe(WriteAnswer.Made);
    }

    [Fact]
    public async Task There_is_nothing_beside_a_folder_without_a_store()
    {
        var folder = Directory.CreateTempSubdirectory("gameserver-store-").FullName;
        var settings = new StoreSettings("", folder) { Access = StoreAccess.Beside };

        var refusal = await Should.ThrowAsync<StoreStartException>(() => RoomStores.OpenAsync(settings, default));

        refusal.Message.ShouldStartWith("GameServer:Data: there is no gameserver.db");
        Directory.GetFiles(folder).ShouldBeEmpty();
        Directory.Delete(folder);
    }

    [Fact]
    public async Task A_file_that_is_no_database_fails_the_start_with_one_line()
    {
        var folder = Directory.CreateTempSubdirectory("gameserver-store-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, SqliteRoomStore.FileName), new string('x', 10_000));

        var refusal = await Should.ThrowAsync<StoreStartException>(() => RoomStores.OpenAsync(new StoreSettings("", folder), default));

        refusal.Message.ShouldStartWith("GameServer:Data: the file");
        refusal.Message.ShouldNotContain('\n');
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_locked_file_is_an_unknown_outcome_and_no_trouble_once_it_is_free()
    {
        await using var rig = await StoreRig.OpenAsync(StoreForm.Sqlite, TimeSpan.FromMilliseconds(50));
        var room = await rig.RunAsync();
        var file = Path.Combine(rig.Settings.Folder, SqliteRoomStore.FileName);
        await using (var other = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            await other.OpenAsync();
            await using var lockIt = new SqliteCommand("BEGIN IMMEDIATE", other);
            await lockIt.ExecuteNonQueryAsync();

            await Should.ThrowAsync<SqliteException>(() => rig.AppendAsync(Append(room, 1, 0, 1)));
            (await rig.Store.FindAsync(room, default))!.Version.Value.ShouldBe(0ul);
        }

        (await rig.AppendAsync(Append(room, 1, 0, 1))).ShouldBe(WriteAnswer.Made);
        (await rig.AppendAsync(Append(room, 1, 1, 2))).ShouldBe(WriteAnswer.Made);
    }

    [Fact]
    public async Task A_full_disk_is_an_unknown_outcome_and_no_trouble_once_there_is_room()
    {
        await using var rig = await StoreRig.OpenAsync(StoreForm.Sqlite);
        var room = await rig.RunAsync();
        var large = Append(room, 1, 0, 1) with { Turns = new byte[1_000_000] };
        var pagesMax = 50;
        await using var desk = new SqliteDesk("full", () =>
        {
            var database = SqliteDatabase.OpenBeside(Path.Combine(rig.Settings.Folder, SqliteRoomStore.FileName), TimeSpan.FromSeconds(5));
            using var limit = new SqliteCommand($"PRAGMA max_page_count = {pagesMax}", database.Connection);
            limit.ExecuteNonQuery();
            return database;
        });

        for (var attempt = 0; attempt < 3; attempt++)
        {
            var failure = await Should.ThrowAsync<SqliteException>(() => AppendAsync(large));
            failure.SqliteErrorCode.ShouldBe(SQLitePCL.raw.SQLITE_FULL);
        }

        pagesMax = 10_000;
        (await AppendAsync(large)).ShouldBe(WriteAnswer.Made);
        (await AppendAsync(large)).ShouldBe(WriteAnswer.Made);

        Task<WriteAnswer> AppendAsync(RoomAppend append) =>
            desk.RunAsync(database => database.Transact(() => database.Append.Append(append)), CancellationToken.None);
    }
}
