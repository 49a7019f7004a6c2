using System.Text.Json.Nodes;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Tests.EndToEnd.Oracle;
using Google.Protobuf;

namespace GameServer.Tests;

/// <summary>The commands about stored rooms, over the in-memory store.</summary>
public sealed class RoomsVerbTests
{
    private static readonly MemberRow _alice = new() { PlayerNumber = 1, PlayerId = "p-alice", Name = "alice", IsHere = true };

    [Fact]
    public async Task Show_tells_state_members_timers_and_properties_as_they_are_now()
    {
        var room = await PastRoom.MakeAsync();
        await room.AppendAsync(more: turn => turn.Members.Add(_alice));
        await room.AppendAsync(more: turn => turn.Timers.Add(
            new TimerRow
            {
                Key = "bell",
                Due = PastRoom.Ticks(PastRoom.TimeOf(9)),
                Command = new OracleCommand { Number = 5 }.ToByteString(),
            }));

        (await room.SayAsync("show", "past-1", "--json")).ShouldBeNull();

        var shown = JsonNode.Parse(room.Output)!;
        shown["version"]!.GetValue<int>().ShouldBe(2);
        shown["epoch"]!.GetValue<int>().ShouldBe(1);
        shown["time"]!.GetValue<string>().ShouldBe("2026-11-22T10:00:02.000Z");
        shown["properties"]!.ToJsonString().ShouldBe("""{"map":"north"}""");
        shown["members"]![0]!["name"]!.GetValue<string>().ShouldBe("alice");
        shown["members"]![0]!["isHere"]!.GetValue<bool>().ShouldBeTrue();
        shown["timers"]![0]!["due"]!.GetValue<string>().ShouldBe("2026-11-22T10:00:09.000Z");
        shown["timers"]![0]!["command"]!.ToJsonString().ShouldBe("""{"number":"5"}""");
        shown["state"]!["applied"]!.GetValue<string>().ShouldBe("2");
        shown["room"]!["key"]!.GetValue<string>().ShouldBe("table");
    }

    [Fact]
    public async Task For_people_it_is_lines()
    {
        var room = await PastRoom.MakeAsync();
        await room.AppendAsync(more: turn => turn.Members.Add(_alice));

        (await room.SayAsync("show", "past-1")).ShouldBeNull();

        room.Output.ShouldContain("room     past-1, oracle, key 'table', placed");
        room.Output.ShouldContain("version  1 of 1, epoch 1 of 1");
        room.Output.ShouldContain("member   1 alice (p-alice), here");
        room.Output.ShouldContain("\"applied\": \"1\"");
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("5", 5)]
    [InlineData("2026-11-22T10:00:03Z", 3)]
    [InlineData("2026-11-22T10:00:03.999Z", 3)]
    [InlineData("2026-11-22T12:00:04+02:00", 4)]
    [InlineData("-58s", 2)]
    [InlineData("-55s", 5)]
    [InlineData("-0m", 6)]
    public async Task Show_at_a_moment_tells_what_was_then_also_in_the_middle_of_an_append(string at, ulong version)
    {
        var room = await PastRoom.MakeAsync();
        await room.AppendAsync(turns: 3);
        await room.SaveAsync();
        await room.AppendAsync(turns: 3);

        (await room.SayAsync("show", "past-1", "--at", at, "--json")).ShouldBeNull();

        var shown = JsonNode.Parse(room.Output)!;
        shown["version"]!.GetValue<ulong>().ShouldBe(version);
        shown["state"]!["applied"]!.GetValue<string>().ShouldBe($"{version}");
    }

    [Fact]
    public async Task Rows_that_were_removed_are_gone_and_later_rows_count()
    {
        var room = await PastRoom.MakeAsync();
        var due = PastRoom.Ticks(PastRoom.TimeOf(9));
        await room.AppendAsync(more: turn =>
        {
            turn.Members.Add([_alice, new MemberRow { PlayerNumber = 2, PlayerId = "p-bob", Name = "bob" }]);
            turn.Timers.Add(new[] { "a", "b", "c" }.Select(key => new TimerRow { Key = key, Due = due }));
        });
        await room.AppendAsync(more: turn =>
        {
            turn.Members.Add([new MemberRow { PlayerNumber = 2, Removed = true }, new MemberRow(_alice) { IsHere = false }]);
            turn.Timers.Add([new TimerRow { Key = "b", Removed = true }, new TimerRow { Key = "a", Due = due }]);
        });

        (await room.SayAsync("show", "past-1", "--json")).ShouldBeNull();

        var shown = JsonNode.Parse(room.Output)!;
        shown["members"]!.AsArray().ShouldHaveSingleItem()!["isHere"]!.GetValue<bool>().ShouldBeFalse();
        shown["timers"]!.AsArray().Select(timer => timer!["key"]!.GetValue<string>()).ShouldBe(["c", "a"]);
    }

    [Theory]
    [InlineData("9", "Room 'past-1' is at version 3; it has not come to 9 yet.")]
    [InlineData("0", "Room 'past-1' can't be shown as it was then: nothing so old is kept of it.")]
    [InlineData("-2h", "Room 'past-1' can't be shown as it was then: nothing so old is kept of it.")]
    public async Task What_is_not_kept_is_refused_with_a_sentence(string at, string refusal)
    {
        var room = await PastRoom.MakeAsync();
        await room.AppendAsync(turns: 3);
        (await room.SayAsync("show", "past-1", "--at", at)).ShouldBe(refusal);
    }

    [Fact]
    public async Task Versions_whose_records_were_pruned_are_refused()
    {
        var room = await PastRoom.MakeAsync();
        await room.AppendAsync(turns: 2);
        await room.SaveAsync();
        await room.AppendAsync();
        await room.Store.PruneAsync(PastRoom.TimeOf(3), default, CancellationToken.None);

        (await room.SayAsync("show", "past-1", "--at", "1"))
            .ShouldBe("Room 'past-1' can't be shown as it was then: nothing so old is kept of it.");
        (await room.SayAsync("show", "past-1", "--at", "3")).ShouldBeNull();
    }

    [Fact]
    public async Task Rooms_that_nobody_has_and_types_that_the_program_does_not_have_are_named()
    {
        var room = await PastRoom.MakeAsync(type: "chess");
        await room.AppendAsync();
        (await room.SayAsync("show", "nobody")).ShouldBe("There is no room 'nobody'.");
        (await room.SayAsync("history", "nobody")).ShouldBe("There is no room 'nobody'.");
        (await room.SayAsync("delete", "nobody")).ShouldBe("There is no room 'nobody'.");
        (await room.SayAsync("show", "past-1"))
            .ShouldBe("Room 'past-1' is of type 'chess', which this program does not have; run the game's own.");
    }

    [Fact]
    public async Task List_tells_the_rows()
    {
        var room = await PastRoom.MakeAsync();
        await room.AppendAsync(turns: 2);

        (await room.SayAsync("list", "--json")).ShouldBeNull();
        var row = JsonNode.Parse(room.Output)!.AsArray().ShouldHaveSingleItem()!;
        row["id"]!.GetValue<string>().ShouldBe("past-1");
        row["phase"]!.GetValue<string>().ShouldBe("placed");
        row["version"]!.GetValue<int>().ShouldBe(2);

        (await room.SayAsync("list", "--type", "chess", "--json")).ShouldBeNull();
        JsonNode.Parse(room.Output)!.AsArray().ShouldBeEmpty();
        (await room.SayAsync("list")).ShouldBeNull();
        room.Output.ShouldContain("past-1  oracle  table");
    }

    [Fact]
    public async Task A_fork_has_the_state_of_then_and_nobody_in_it()
    {
        var room = await PastRoom.MakeAsync();
        await room.AppendAsync(more: turn => turn.Members.Add(_alice));
        await room.AppendAsync(more: turn => turn.Random = new RandomRow { S0 = 3 });
        await room.AppendAsync();

        (await room.SayAsync("fork", "past-1", "--at", "2", "--key", "again")).ShouldBeNull();
        room.Output.Trim().ShouldBe("fork-1");
        (await room.SayAsync("show", "fork-1", "--json")).ShouldBeNull();

        var shown = JsonNode.Parse(room.Output)!;
        shown["state"]!["applied"]!.GetValue<string>().ShouldBe("2");
        shown["members"]!.AsArray().ShouldBeEmpty();
        shown["forkedFrom"]!.GetValue<string>().ShouldBe("past-1 at 2");
        shown["properties"]!["map"]!.GetValue<string>().ShouldBe("north");
        shown["room"]!["phase"]!.GetValue<string>().ShouldBe("asleep");
        shown["room"]!["key"]!.GetValue<string>().ShouldBe("again");
        var history = await room.Store.ReadHistoryAsync(new RoomId("fork-1"), new RoomVersion(2), CancellationToken.None);
        RoomSnapshot.Parser.ParseFrom(history.Snapshot.Span).Ledger.Random.S0.ShouldBe(3ul);
    }

    [Fact]
    public async Task A_taken_key_and_a_room_that_had_ended_are_refused()
    {
        var room = await PastRoom.MakeAsync();
        await room.AppendAsync();
        (await room.SayAsync("fork", "past-1", "--at", "1", "--key", "table")).ShouldBe("Room 'past-1' has the key 'table'.");

        await room.AppendAsync(more: turn => turn.Ended = "Mate.");
        (await room.SayAsync("fork", "past-1", "--at", "2")).ShouldBe("Room 'past-1' had ended with version 2 (Mate.); fork an elder one.");
    }

    [Fact]
    public async Task Only_a_room_that_nobody_runs_is_deleted()
    {
        var room = await PastRoom.MakeAsync();
        await room.AppendAsync();
        (await room.SayAsync("delete", "past-1"))!.ShouldStartWith("Room 'past-1' is placed: a server runs it");

        await room.Store.SleepAsync(room.Id, new Epoch(1), new RoomVersion(1), null, CancellationToken.None);
        (await room.SayAsync("delete", "past-1")).ShouldBeNull();
        (await room.SayAsync("show", "past-1")).ShouldBe("There is no room 'past-1'.");
    }

    [Fact]
    public async Task History_lists_records_and_snapshots()
    {
        var room = await PastRoom.MakeAsync();
        await room.AppendAsync(turns: 2);
        await room.SaveAsync();

        (await room.SayAsync("history", "past-1", "--json")).ShouldBeNull();
        JsonNode.Parse(room.Output)!.AsArray().Select(entry => entry!["kind"]!.GetValue<string>()).ShouldBe(["record", "snapshot"]);
        (await room.SayAsync("history", "past-1", "--max", "1")).ShouldBeNull();
        room.Output.ShouldContain("snapshot");
        room.Output.ShouldNotContain("record");
    }

    [Fact]
    public async Task An_export_begins_with_the_room_or_else_with_the_eldest_snapshot_that_the_log_leads_on_from()
    {
        var folder = Directory.CreateTempSubdirectory("gameserver-test-");
        try
        {
            var path = Path.Combine(folder.FullName, "room.history");
            var room = await PastRoom.MakeAsync();
            await room.AppendAsync(turns: 2);
            await room.SaveAsync();
            await room.AppendAsync();
            (await room.SayAsync("history", "past-1", "--export", path)).ShouldBeNull();
            var whole = RoomHistoryFile.Parser.ParseFrom(await File.ReadAllBytesAsync(path));
            whole.Snapshot.ShouldBeNull();
            whole.Records.Count.ShouldBe(2);
            whole.Origin.Properties["map"].ShouldBe("north");

            await room.Store.PruneAsync(PastRoom.TimeOf(3), default, CancellationToken.None);
            (await room.SayAsync("history", "past-1", "--export", path)).ShouldBeNull();
            var rest = RoomHistoryFile.Parser.ParseFrom(await File.ReadAllBytesAsync(path));
            rest.Snapshot.Version.ShouldBe(2ul);
            rest.Records.ShouldHaveSingleItem().Record.Turns.ShouldHaveSingleItem().Version.ShouldBe(3ul);

            (await room.SayAsync("history", "past-1", "--export", folder.FullName))!.ShouldContain("can't be written");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("rooms", "Required command was not provided.")]
    [InlineData("rooms show", "Required argument 'ID' missing for command: 'show'.")]
    [InlineData("rooms show past-1 --at yesterday", "--at is 'yesterday'; it must be like 57, 2026-11-22T10:15:00Z or -10m.")]
    [InlineData("rooms fork past-1", "Option '--at' is required.")]
    [InlineData("rooms list --max 0", "--max is '0'; it must be 1 or more.")]
    [InlineData("rooms list --urls http://127.0.0.1:0", "Unrecognized command or argument '--urls'.")]
    public void A_wrong_command_line_is_one_line_and_exit_code_2(string line, string said)
    {
        using var error = new StringWriter();
        var answer = CommandLine.Read(line.Split(' '), PastRoom.Start, TextWriter.Null, error);
        answer.ShouldBeOfType<CommandLine.Answer.Done>().ExitCode.ShouldBe(2);
        error.ToString().Trim().ShouldStartWith($"GameServer: {said}");
    }

    [Fact]
    public void The_store_is_said_before_or_after_the_command()
    {
        foreach (var line in new[] { "--data here rooms list --set Guests=false", "rooms list --set Guests=false --data here" })
        {
            var answer = CommandLine.Read(line.Split(' '), PastRoom.Start, TextWriter.Null, TextWriter.Null);
            answer.ShouldBeOfType<CommandLine.Answer.Rooms>().Entries.ShouldBe(
                new Dictionary<string, string?> { ["GameServer:Data"] = "here", ["GameServer:Guests"] = "false" });
        }
    }
}
