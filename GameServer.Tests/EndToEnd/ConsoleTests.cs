using GameServer.Client;
using GameServer.Games.Chat;
using GameServer.Tests.Client;
using GameServer.Tests.Conditions;
using GameServer.Tests.Gateway;
using static Microsoft.Playwright.Assertions;

namespace GameServer.Tests.EndToEnd;

/// <summary>The operator's console in a real Chromium, beside a game that is played.</summary>
public sealed class ConsoleTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private const string Viewer = "viewer-0123456789abcdef0123456789";
    private const string Operator = "operator-0123456789abcdef01234567";

    private static readonly RoomDefinition<ChatState, ChatCommand, ChatEvent> _chat = new("chat", ChatState.Parser, ChatEvent.Parser);

    private static readonly Dictionary<string, string?> _settings = new()
    {
        ["NodeName"] = "alpha",
        ["Admin:Tokens:0:Name"] = "wall",
        ["Admin:Tokens:0:Role"] = "viewer",
        ["Admin:Tokens:0:Token"] = Viewer,
        ["Admin:Tokens:1:Name"] = "olga",
        ["Admin:Tokens:1:Role"] = "operator",
        ["Admin:Tokens:1:Token"] = Operator,
    };

    [ChromiumFact]
    public async Task A_wrong_token_is_refused_with_a_sentence_and_a_right_one_is_kept_by_the_tab_alone()
    {
        await using var server = await TestServer.StartAsync(_settings);
        await using var console = await ConsolePage.OpenAsync(chromium, server);
        await console.SignInAsync("wrong-0123456789abcdef0123456789");
        await Expect(console.Get("sign-in-problem")).ToContainTextAsync("token");
        await Expect(console.Get("overview")).ToHaveCountAsync(0);

        await console.SignInAsync(Viewer);
        await Expect(console.Get("who")).ToHaveTextAsync("wall");
        await console.Page.ReloadAsync();
        await Expect(console.Get("who")).ToHaveTextAsync("wall");
        console.Page.Url.ShouldNotContain(Viewer);
        (await console.Page.EvaluateAsync<string>("() => JSON.stringify(localStorage) + document.cookie")).ShouldBe("{}");

        await console.Get("sign-out").ClickAsync();
        await Expect(console.Get("token")).ToBeFocusedAsync();
        (await console.Page.EvaluateAsync<int>("() => sessionStorage.length")).ShouldBe(0);
        console.Complaints.ShouldAllBe(complaint => complaint.Contains("401", StringComparison.Ordinal));
    }

    [ChromiumFact]
    public async Task The_overview_draws_what_happens_on_the_node()
    {
        await using var server = await TestServer.StartAsync(_settings);
        await using var ann = await ConnectAsync(server, "ann");
        var room = await JoinAsync(ann);
        await using var console = await ConsolePage.OpenAsync(chromium, server);
        await console.SignInAsync(Viewer);

        await Expect(console.Get("tile-connections")).ToHaveTextAsync("1");
        await Expect(console.Get("chart")).ToHaveCountAsync(6);
        await Expect(console.Page.Locator("[data-testid=chart] canvas")).ToHaveCountAsync(6);
        await Expect(console.Row("node-row", "alpha")).ToContainTextAsync("live");
        await Expect(console.Page.Locator("[data-chart=deliveries] [data-testid=chart-now]")).ToHaveTextAsync("0/s");
        await SayAsync(room, "hello");
        await Expect(console.Page.Locator("[data-chart=commits] [data-testid=chart-now]")).Not.ToHaveTextAsync("–");
        console.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task A_room_is_found_in_the_list_and_its_state_changes_before_ones_eyes()
    {
        await using var server = await TestServer.StartAsync(_settings);
        await using var ann = await ConnectAsync(server, "ann");
        var room = await JoinAsync(ann);
        await using var console = await ConsolePage.OpenAsync(chromium, server);
        await console.SignInAsync(Viewer);
        await console.Get("tab-rooms").ClickAsync();
        await Expect(console.Row("room-row", room.RoomId)).ToContainTextAsync("chat");

        await console.Get("search").FillAsync("nothing like it");
        await Expect(console.Get("empty").First).ToHaveTextAsync("No room is like that.");
        await console.Get("search").FillAsync("watched");
        await console.Get("filter-type").SelectOptionAsync("chat");
        await Expect(console.Get("room-row")).ToHaveCountAsync(1);

        await console.EnterRoomAsync(room.RoomId);
        await Expect(console.Get("member-row")).ToContainTextAsync("ann");
        await SayAsync(room, "hello");
        await Expect(console.Field("/lines/1/text")).ToHaveTextAsync("\"hello\"");
        await SayAsync(room, "again");
        await Expect(console.Field("/lastLine")).ToHaveTextAsync("\"2\"");
        console.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task A_member_is_kicked_and_a_room_closed_but_not_before_it_is_confirmed()
    {
        await using var server = await TestServer.StartAsync(_settings);
        await using var ann = await ConnectAsync(server, "ann");
        await using var bob = await ConnectAsync(server, "bob");
        var seat = await JoinAsync(ann);
        var other = await JoinAsync(bob);
        await using var console = await ConsolePage.OpenAsync(chromium, server);
        await console.SignInAsync(Operator);
        await console.EnterRoomAsync(seat.RoomId);
        var row = console.Row("member-row", $"{seat.PlayerNumber}");

        await row.GetByTestId("kick").ClickAsync();
        await Expect(console.Get("confirm-no")).ToBeFocusedAsync();
        await console.Page.Keyboard.PressAsync("Escape");
        await Expect(console.Get("confirm")).ToHaveCountAsync(0);
        await Expect(console.Get("member-row")).ToHaveCountAsync(2);

        await row.GetByTestId("kick").ClickAsync();
        await console.Get("reason").FillAsync("Too loud.");
        await console.Get("confirm-yes").ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await Until.TrueAsync(() => seat.HasLeft, "ann is out of the room");
        other.HasLeft.ShouldBeFalse();

        await console.Get("close-room").ClickAsync();
        await console.Get("confirm-yes").ClickAsync();
        await Expect(console.Get("toast").Last).ToHaveTextAsync("The room is closed.");
        await Until.TrueAsync(() => other.HasLeft, "bob is told that the room is closed");
        await Expect(console.Get("close-room")).ToBeHiddenAsync();
    }

    [ChromiumFact]
    public async Task The_slider_shows_the_room_as_it_was_and_a_fork_begins_there()
    {
        await using var server = await TestServer.StartAsync(_settings);
        await using var ann = await ConnectAsync(server, "ann");
        var room = await JoinAsync(ann);
        foreach (var line in new[] { "first", "second", "third" })
        {
            await SayAsync(room, line);
        }

        await using var console = await ConsolePage.OpenAsync(chromium, server);
        await console.SignInAsync(Operator);
        await console.EnterRoomAsync(room.RoomId);
        await Expect(console.Field("/lastLine")).ToHaveTextAsync("\"3\"");
        await console.Get("slider").FocusAsync();
        await console.Page.Keyboard.PressAsync("ArrowLeft");
        await console.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(console.Field("/lastLine")).ToHaveTextAsync("\"2\"");
        await SayAsync(room, "fourth");
        await Expect(console.Field("/lastLine")).ToHaveTextAsync("\"2\"");
        await Expect(console.Get("moment")).ToContainTextAsync("As it was at version");
        await Expect(console.Get("kick")).ToHaveCountAsync(0);

        await console.Get("fork").ClickAsync();
        await console.Get("confirm-yes").ClickAsync();
        await Expect(console.Get("as-of")).ToContainTextAsync("from the store");
        await Expect(console.Field("/lastLine")).ToHaveTextAsync("\"2\"");
        console.Page.Url.ShouldNotContain(room.RoomId);
        console.Complaints.ShouldBeEmpty();
    }

    [ChromiumFact]
    public async Task A_session_is_found_and_closed()
    {
        await using var server = await TestServer.StartAsync(_settings);
        await using var ann = await ConnectAsync(server, "ann");
        await using var bob = await ConnectAsync(server, "bob");
        var seat = await JoinAsync(ann);
        await using var console = await ConsolePage.OpenAsync(chromium, server);
        await console.SignInAsync(Operator);
        await console.Get("tab-sessions").ClickAsync();
        await Expect(console.Get("session-row")).ToHaveCountAsync(2);

        await console.Get("search").FillAsync("ANN");
        await Expect(console.Get("session-row")).ToHaveCountAsync(1);
        await console.Get("session-row").GetByRole(Microsoft.Playwright.AriaRole.Link).ClickAsync();
        await Expect(console.Get("session-room")).ToContainTextAsync(seat.RoomId);
        await console.Get("close-session").ClickAsync();
        await console.Get("confirm-yes").ClickAsync();
        await Until.TrueAsync(() => ann.Status == ConnectionStatus.Closed, "ann's session is over");
        bob.Status.ShouldBe(ConnectionStatus.Connected);
    }

    [ChromiumFact]
    public async Task A_node_that_serves_alone_is_drained_when_that_is_confirmed()
    {
        await using var server = await TestServer.StartAsync(_settings);
        await using var console = await ConsolePage.OpenAsync(chromium, server);
        await console.SignInAsync(Operator);
        await console.Get("tab-nodes").ClickAsync();

        await console.Row("node-row", "alpha").GetByTestId("drain").ClickAsync();
        await Expect(console.Get("confirm")).ToContainTextAsync("It serves alone");
        await console.Get("confirm-yes").ClickAsync();

        await server.StoppedAsync();
        await Expect(console.Get("trouble")).ToContainTextAsync("does not answer");
    }

    [ChromiumFact]
    public async Task A_viewer_sees_no_button_that_acts_and_a_phone_shows_all_within_its_width()
    {
        await using var server = await TestServer.StartAsync(_settings);
        await using var ann = await ConnectAsync(server, "ann");
        var room = await JoinAsync(ann);
        await using var console = await ConsolePage.OpenAsync(chromium, server, isPhone: true);
        (await console.IsWiderThanTheScreenAsync()).ShouldBeFalse("the sign-in");
        await console.SignInAsync(Viewer);
        await Expect(console.Get("overview")).ToBeVisibleAsync();
        (await console.IsWiderThanTheScreenAsync()).ShouldBeFalse("the overview");

        await console.EnterRoomAsync(room.RoomId);
        await Expect(console.Get("member-row")).ToHaveCountAsync(1);
        await Expect(console.Get("history")).ToBeVisibleAsync();
        await ExpectNothingToActOnAsync(console, "the room", "kick", "close-room", "fork");
        await console.Get("tab-sessions").ClickAsync();
        await Expect(console.Get("session-row")).ToHaveCountAsync(1);
        await ExpectNothingToActOnAsync(console, "the sessions", "close-session");
        await console.Get("session-row").GetByRole(Microsoft.Playwright.AriaRole.Link).ClickAsync();
        await Expect(console.Get("session-room")).ToHaveCountAsync(1);
        await ExpectNothingToActOnAsync(console, "the session", "close-session");
        await console.Get("tab-nodes").ClickAsync();
        await Expect(console.Row("node-row", "alpha")).ToBeVisibleAsync();
        await ExpectNothingToActOnAsync(console, "the nodes", "drain");
        console.Complaints.ShouldBeEmpty();
    }

    private static async Task ExpectNothingToActOnAsync(ConsolePage console, string where, params string[] buttons)
    {
        foreach (var button in buttons)
        {
            await Expect(console.Get(button)).ToHaveCountAsync(0);
        }

        (await console.IsWiderThanTheScreenAsync()).ShouldBeFalse(where);
    }

    private static Task<GameClient> ConnectAsync(TestServer server, string name) =>
        Eventually.Of(GameClient.ConnectAsync(server.WebSocketUrl, new GameClientOptions { Name = name }), "the session");

    private static Task<RoomHandle<ChatState, ChatCommand, ChatEvent>> JoinAsync(GameClient client) =>
        Eventually.Of(client.JoinAsync(_chat, JoinTarget.Key("watched")), "the room");

    private static Task SayAsync(RoomHandle<ChatState, ChatCommand, ChatEvent> room, string text) =>
        Eventually.Of(room.SendAsync(new ChatCommand { Say = new Say { Text = text } }), "the answer");
}
