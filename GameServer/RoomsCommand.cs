using System.CommandLine;
using System.CommandLine.Parsing;
using GameServer.Protocol.Identity;

namespace GameServer;

/// <summary>The form of `rooms …` on the command line: what may be said about stored rooms.</summary>
internal static class RoomsCommand
{
    private const int ListMax = 1_000;
    private const int EntriesMax = 100;

    private static readonly Option<bool> _json = new("--json") { Description = "Answers as JSON.", Recursive = true };

    /// <param name="now">When it is said: times may be told from it.</param>
    /// <param name="say">Gets what was said, and whether the answer is to be JSON.</param>
    internal static Command Of(DateTimeOffset now, Action<IRoomsVerb, bool> say)
    {
        var rooms = new Command("rooms", "Looks at stored rooms and their past, beside a running server or without one.") { _json };
        rooms.Subcommands.Add(List(say));
        rooms.Subcommands.Add(Show(now, say));
        rooms.Subcommands.Add(History(say));
        rooms.Subcommands.Add(Fork(now, say));
        rooms.Subcommands.Add(Delete(say));
        return rooms;
    }

    private static Command List(Action<IRoomsVerb, bool> say)
    {
        var type = new Option<string?>("--type") { Description = "Only rooms of this type.", HelpName = "TYPE" };
        var finished = new Option<bool>("--finished") { Description = "Finished rooms too." };
        var most = Count("--max", "So many at most.", ListMax);
        var list = new Command("list", "Lists rooms, the newest change first.") { type, finished, most };
        list.SetAction(result => say(
            new RoomsList(result.GetValue(type), result.GetValue(finished), result.GetValue(most)), result.GetValue(_json)));
        return list;
    }

    private static Command Show(DateTimeOffset now, Action<IRoomsVerb, bool> say)
    {
        var room = Room();
        var at = At(now, "As it was then. Default: as it is stored now");
        var show = new Command("show", "Shows a room's state, members and timers.") { room, at };
        show.SetAction(result => say(new RoomsShow(Id(result, room), result.GetValue(at)), result.GetValue(_json)));
        return show;
    }

    private static Command History(Action<IRoomsVerb, bool> say)
    {
        var room = Room();
        var most = Count("--max", "The newest so many.", EntriesMax);
        var export = new Option<string?>("--export")
        {
            Description = "Writes all of it to a file for RoomHarness.Load.",
            HelpName = "FILE",
        };
        var history = new Command("history", "Lists what is kept of a room: records of its turns, and snapshots.") { room, most, export };
        history.SetAction(result => say(
            new RoomsHistory(Id(result, room), result.GetValue(most), result.GetValue(export)), result.GetValue(_json)));
        return history;
    }

    private static Command Fork(DateTimeOffset now, Action<IRoomsVerb, bool> say)
    {
        var room = Room();
        var at = At(now, "The moment to begin at.");
        at.Required = true;
        var key = new Option<string?>("--key") { Description = "A key under which the new room is found.", HelpName = "KEY" };
        var fork = new Command("fork", "Makes a new room with the state that a room had, without its members; prints its id.")
        {
            room, at, key,
        };
        fork.SetAction(result => say(
            new RoomsFork(Id(result, room), result.GetValue(at)!, result.GetValue(key) ?? ""), result.GetValue(_json)));
        return fork;
    }

    private static Command Delete(Action<IRoomsVerb, bool> say)
    {
        var room = Room();
        var delete = new Command("delete", "Removes a room that nobody runs, with all its history.") { room };
        delete.SetAction(result => say(new RoomsDelete(Id(result, room)), result.GetValue(_json)));
        return delete;
    }

    private static Argument<string> Room() => new("ID") { Description = "The room's id." };

    private static RoomId Id(ParseResult result, Argument<string> room) => new(result.GetValue(room)!);

    private static Option<int> Count(string name, string description, int usual)
    {
        var count = new Option<int>(name)
        {
            Description = $"{description} Default: {usual}",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => usual,
        };
        count.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var value) && value < 1)
            {
                result.AddError($"{name} is '{value}'; it must be 1 or more.");
            }
        });
        return count;
    }

    private static Option<RoomsMoment?> At(DateTimeOffset now, string description) => new("--at")
    {
        Description = description + " A version, a time, or so long ago: 57, 2026-11-22T10:15:00Z, -10m",
        HelpName = "VERSION|TIME",
        CustomParser = result =>
        {
            var moment = RoomsMoment.Parse(result.Tokens[0].Value, now);
            if (moment is null)
            {
                result.AddError($"--at is '{result.Tokens[0].Value}'; it must be like 57, 2026-11-22T10:15:00Z or -10m.");
            }

            return moment;
        },
    };
}
