using GameServer.Protocol.V1;
using GameServer.Tests.Conditions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GameServer.Tests.EndToEnd;

/// <summary>What the demo says in a real Chromium while its server is away or saves slowly, and when a room came back older.</summary>
public sealed class ServerAwayTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [ChromiumFact]
    public async Task The_page_says_that_the_server_is_away_and_the_game_goes_on_when_it_is_back()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await chromium.OpenAsync(server.Url, "Ann", LayAsync);
        await using var bob = await chromium.OpenAsync(server.Url, "Bob");
        await ann.PlayAsync("tictactoe");
        await bob.FollowAsync(ann.Address);
        await Expect(ann.Get("table", "myturn", "true")).ToBeVisibleAsync();

        await Line.TakeAwayAsync();
        await Expect(ann.Get("notice", "kind", "away")).ToHaveTextAsync("The server is away. Reconnecting; your game is kept.");
        await Expect(ann.Get("table")).ToBeVisibleAsync();
        await ann.Get("cell-4").ClickAsync();
        Line.GiveBack();

        await ann.ExpectConnectedAsync();
        await Expect(ann.Get("notice")).ToBeHiddenAsync();
        await Expect(bob.Get("table", "moves", "1")).ToBeVisibleAsync();
        await bob.Get("cell-0").ClickAsync();
        await Expect(ann.Get("table", "moves", "2")).ToBeVisibleAsync();
        ann.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task A_page_that_was_loaded_again_while_its_server_was_away_comes_back_to_its_place()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await chromium.OpenAsync(server.Url, "Ann", LayAsync);
        await ann.PlayAsync("chat");
        await ann.SayAsync("before");
        await Expect(ann.Get("line")).ToHaveCountAsync(1);
        var me = await ann.Get("room-bar").GetAttributeAsync("data-me");

        await Line.TakeAwayAsync();
        await Expect(ann.Get("connection", "phase", "reconnecting")).ToBeVisibleAsync();
        await ann.Page.ReloadAsync();
        await Expect(ann.Get("notice", "kind", "away")).ToBeVisibleAsync();
        await Expect(ann.Get("waiting")).ToBeVisibleAsync();
        Line.GiveBack();

        await Expect(ann.Get("room-bar")).ToHaveAttributeAsync("data-me", me!);
        await ann.SayAsync("after");
        await Expect(ann.Page.Locator("[data-testid=line] .line-text")).ToHaveTextAsync(["before", "after"]);
        await Expect(ann.Get("person")).ToHaveCountAsync(1);
    }

    [ChromiumFact]
    public async Task A_delay_of_saving_is_a_small_line_and_a_room_that_came_back_older_says_so()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await chromium.OpenAsync(server.Url, "Ann", LayAsync);
        await ann.PlayAsync("chat");
        await ann.SayAsync("soon undone");
        await Expect(ann.Get("line")).ToHaveCountAsync(1);
        await Expect(ann.Get("pending-lines").Locator("li")).ToHaveCountAsync(0);
        var attached = Line.Attached("chat");

        Line.Say(Notice(RoomNotice.Types.Kind.SavingDelayed));
        await Expect(ann.Get("notice", "kind", "saving")).ToContainTextAsync("Saving takes a while just now.");
        Line.Say(Notice(RoomNotice.Types.Kind.SavingResumed));
        await Expect(ann.Get("notice")).ToBeHiddenAsync();

        // The page's first command takes the player's name along; the line is its second.
        (attached.Epoch, attached.Version, attached.LastApplied) = (attached.Epoch + 1, 1, 1);
        attached.Rewound = new Rewound { Version = attached.Version, LastApplied = attached.LastApplied };
        Line.Say(new ServerEnvelope { Attached = attached }, new ServerEnvelope { Update = Older(attached) });
        await Expect(ann.Get("toast").Last)
            .ToHaveTextAsync("The conversation came back older than you had seen it. Undone: your last action.");
        await Expect(ann.Get("line")).ToHaveCountAsync(0);
        ann.Complaints.ShouldBeEmpty();

        ServerEnvelope Notice(RoomNotice.Types.Kind kind) => new() { Notice = new RoomNotice { Room = attached.Room, Kind = kind } };
    }

    private static RoomUpdate Older(RoomAttached attached) =>
        new() { Room = attached.Room, Epoch = attached.Epoch, Version = attached.Version, Snapshot = true };

    private ServerLine Line { get; set; } = null!;

    private async Task LayAsync(IPage page) => Line = await ServerLine.LayAsync(page);
}
