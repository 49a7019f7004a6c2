using System.Globalization;
using GameServer.Tests.Conditions;
using static Microsoft.Playwright.Assertions;

namespace GameServer.Tests.EndToEnd;

/// <summary>The demo in a real Chromium, two players against each other, one of them cut off for three seconds.</summary>
public sealed class BrowserTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [ChromiumFact]
    public async Task Two_pages_meet_in_the_arena_and_the_cut_one_comes_back_with_its_ship_score_and_place()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await chromium.OpenAsync(server.Url, "Ann", PlayerPage.ClockInHand);
        await using var bob = await chromium.OpenAsync(server.Url, "Bob");
        await ann.PlayAsync("arena");
        await bob.FollowAsync(ann.Address);
        await Expect(ann.Get("ship-row", "bot", "false")).ToHaveCountAsync(2);
        await Expect(bob.Get("ship-row", "bot", "false")).ToHaveCountAsync(2);

        var ship = await ann.Get("ship-row", "mine", "true").GetAttributeAsync("data-ship");
        ship.ShouldNotBeNull();
        await ExpectMovesInTheEyesOf(bob, ann, ship);

        var score = await ann.Get("ship-row", "ship", ship).GetAttributeAsync("data-score");
        await ann.CutAsync();
        await Expect(bob.Get("ship-row", "ship", ship)).ToHaveAttributeAsync("data-away", "true");
        await ann.ComeBackAsync();

        await Expect(bob.Get("ship-row", "ship", ship)).ToHaveAttributeAsync("data-away", "false");
        (await ann.Get("ship-row", "mine", "true").GetAttributeAsync("data-ship")).ShouldBe(ship);
        (await ScoreOf(ann, ship)).ShouldBeGreaterThanOrEqualTo(int.Parse(score!, CultureInfo.InvariantCulture));
        await Expect(bob.Get("ship-row", "bot", "false")).ToHaveCountAsync(2);
        await ExpectMovesInTheEyesOf(bob, ann, ship);
        ann.Complaints.ShouldBeEmpty();
        bob.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task A_chat_loses_and_doubles_no_line_over_a_cut()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await chromium.OpenAsync(server.Url, "Ann", PlayerPage.ClockInHand);
        await using var bob = await chromium.OpenAsync(server.Url, "Bob");
        await ann.PlayAsync("chat");
        await bob.FollowAsync(ann.Address);
        await ann.SayAsync("before");

        await ann.CutAsync();
        await ann.SayAsync("from the dark");
        await bob.SayAsync("are you there?");
        await bob.SayAsync("hello?");
        await ann.ComeBackAsync();
        await Expect(ann.Get("line")).ToHaveCountAsync(4);
        await ann.SayAsync("back again");

        string[] first = ["before", "are you there?", "hello?", "from the dark", "back again"];
        foreach (var page in new[] { ann, bob })
        {
            await Expect(page.Get("line")).ToHaveCountAsync(first.Length);
            await Expect(page.Page.Locator("[data-testid=line] .line-text")).ToHaveTextAsync(first);
            await Expect(page.Get("pending-lines").Locator("li")).ToHaveCountAsync(0);
            page.Complaints.ShouldBeEmpty();
        }
    }

    [ChromiumFact]
    public async Task A_move_made_while_cut_off_is_played_once()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await chromium.OpenAsync(server.Url, "Ann", PlayerPage.ClockInHand);
        await using var bob = await chromium.OpenAsync(server.Url, "Bob");
        await ann.PlayAsync("tictactoe");
        await bob.FollowAsync(ann.Address);
        await Expect(ann.Get("table", "myturn", "true")).ToBeVisibleAsync();

        await ann.CutAsync();
        await ann.Get("cell-4").ClickAsync();
        await Expect(bob.Get("table", "moves", "0")).ToBeVisibleAsync();
        await ann.ComeBackAsync();

        foreach (var page in new[] { ann, bob })
        {
            await Expect(page.Get("table", "moves", "1")).ToBeVisibleAsync();
            await Expect(page.Get("cell-4")).ToHaveAttributeAsync("data-mark", "cross");
        }

        await bob.Get("cell-0").ClickAsync();
        await Expect(ann.Get("table", "moves", "2")).ToBeVisibleAsync();
        ann.Complaints.ShouldBeEmpty();
        bob.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task The_lobby_shows_rooms_and_the_servers_own_figures_as_they_change()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await chromium.OpenAsync(server.Url, "Ann");
        await using var bob = await chromium.OpenAsync(server.Url, "Bob");
        await Expect(bob.Get("room-row")).ToHaveCountAsync(0);

        await ann.PlayAsync("chat");
        await Expect(bob.Get("room-row", "type", "chat")).ToBeVisibleAsync();
        await Expect(bob.Get("reading").First).ToBeVisibleAsync();
        await ann.Get("leave").ClickAsync();

        await Expect(bob.Page.Locator("[data-testid=room-row] .room-count"))
            .ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^0/"));
        bob.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task A_server_that_is_alone_says_so_in_one_line()
    {
        await using var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["NodeName"] = "alpha" });
        await using var ann = await chromium.OpenAsync(server.Url, "Ann");

        await Expect(ann.Get("node-alone")).ToHaveTextAsync("One node, alpha, runs all rooms here. There is no cluster to look at.");
        await Expect(ann.Get("node")).ToHaveCountAsync(0);
        ann.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task A_room_is_seen_to_move_when_its_node_dies()
    {
        await using var server = await TestServer.StartAsync();
        await using var ann = await chromium.OpenAsync(server.Url, "Ann");
        await ann.Page.EvaluateAsync(
            """
            async () => {
              const { cluster } = await import("./cluster.js");
              const section = cluster({ node: "beta", onBack: () => () => {} });
              document.getElementById("view").replaceChildren(section.element);
              const node = (name) => ({ node: name, rooms: 1, isGateway: true, isHost: true, isDraining: false });
              window.show = (names, rooms) => section.see({
                nodes: Object.fromEntries(names.map((name) => [name, node(name)])),
                rooms: Object.fromEntries(rooms.map(([roomId, name]) =>
                  [roomId, { roomId, roomType: "chat", key: "", members: 1, node: name }])),
              });
              window.show(["alpha", "beta"], [["r-1", "alpha"], ["r-2", "beta"]]);
            }
            """);
        await Expect(ann.Get("node", "node", "alpha").GetByTestId("chip")).ToHaveCountAsync(1);
        await Expect(ann.Get("node", "node", "beta")).ToHaveAttributeAsync("data-here", "true");

        await ann.Page.EvaluateAsync("""() => window.show(["beta"], [["r-2", "beta"]])""");
        await Expect(ann.Get("moving").GetByTestId("chip")).ToHaveAttributeAsync("data-room", "r-1");
        await Expect(ann.Get("node", "node", "alpha")).ToHaveCountAsync(0);

        await ann.Page.EvaluateAsync("""() => window.show(["beta"], [["r-2", "beta"], ["r-1", "beta"]])""");
        await Expect(ann.Get("node", "node", "beta").GetByTestId("chip")).ToHaveCountAsync(2);
        await Expect(ann.Get("moving")).ToBeHiddenAsync();
        ann.Complaints.ShouldBeEmpty();
    }

    private static async Task<int> ScoreOf(PlayerPage page, string ship) =>
        int.Parse((await page.Get("ship-row", "ship", ship).GetAttributeAsync("data-score"))!, CultureInfo.InvariantCulture);

    private static async Task ExpectMovesInTheEyesOf(PlayerPage observer, PlayerPage pilot, string ship)
    {
        var row = observer.Get("ship-row", "ship", ship);
        var before = await row.GetAttributeAsync("data-heading");
        await pilot.Page.Keyboard.DownAsync("ArrowLeft");
        await Expect(row).Not.ToHaveAttributeAsync("data-heading", before!);
        await pilot.Page.Keyboard.UpAsync("ArrowLeft");
    }
}
