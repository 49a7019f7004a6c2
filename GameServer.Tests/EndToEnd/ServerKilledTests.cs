using System.Collections.Concurrent;
using GameServer.Tests.Conditions;
using GameServer.Tests.EndToEnd.Crash;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GameServer.Tests.EndToEnd;

/// <summary>The demo in a real Chromium, while its server, a process of its own over a file, is killed and started again.</summary>
[Collection(nameof(Crash))]
public sealed class ServerKilledTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private const string NobodyListens = "net::ERR_CONNECTION_REFUSED";
    private static readonly string[] Said = ["one", "two", "from the dark", "three"];

    [ChromiumFact]
    public async Task A_game_and_a_conversation_go_on_where_they_were_when_their_server_was_killed()
    {
        using var server = new KilledServer("", StoreFault.None, new ConcurrentQueue<string>());
        await server.StartAsync();
        await using var ann = await chromium.OpenAsync(server.Page, "Ann");
        await using var bob = await chromium.OpenAsync(server.Page, "Bob");
        await using var cyd = await chromium.OpenAsync(server.Page, "Cyd");
        await SitDownAsync(ann, bob);
        await MoveAsync(4, ann, bob);
        await MoveAsync(0, bob, ann);
        await cyd.PlayAsync("chat");
        await cyd.SayAsync(Said[0]);
        await cyd.SayAsync(Said[1]);
        await Expect(cyd.Get("line")).ToHaveCountAsync(2);
        await Expect(cyd.Get("pending-lines").Locator("li")).ToHaveCountAsync(0);

        await ann.Page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
        await server.KillAsync();
        foreach (var page in new[] { ann, bob })
        {
            await Expect(page.Get("notice", "kind", "away")).ToHaveTextAsync("The server is away. Reconnecting; your game is kept.");
            (await page.IsInSightAsync("notice")).ShouldBeTrue();
            await Expect(page.Get("cell-4")).ToHaveAttributeAsync("data-mark", "cross");
        }

        await Expect(cyd.Get("notice", "kind", "away")).ToBeVisibleAsync();
        await cyd.SayAsync(Said[2]);
        await server.StartAsync();

        foreach (var page in new[] { ann, bob, cyd })
        {
            await page.ExpectConnectedAsync();
            await Expect(page.Get("notice")).ToBeHiddenAsync();
        }

        await WinAsync(ann, bob);
        await cyd.SayAsync(Said[3]);
        await Expect(cyd.Page.Locator("[data-testid=line] .line-text")).ToHaveTextAsync(Said);
        await Expect(cyd.Get("pending-lines").Locator("li")).ToHaveCountAsync(0);
        await Expect(cyd.Get("person")).ToHaveCountAsync(1);
        foreach (var page in new[] { ann, bob, cyd })
        {
            page.Complaints.ShouldAllBe(complaint => IsOfTheNetwork(complaint));
        }
    }

    [ChromiumFact]
    public async Task A_page_that_was_loaded_again_while_its_server_was_dead_finds_its_seat_again()
    {
        using var server = new KilledServer("", StoreFault.None, new ConcurrentQueue<string>());
        await server.StartAsync();
        await using var ann = await chromium.OpenAsync(server.Page, "Ann");
        await using var bob = await chromium.OpenAsync(server.Page, "Bob");
        await SitDownAsync(ann, bob);
        await MoveAsync(4, ann, bob);
        await MoveAsync(0, bob, ann);
        var seat = await bob.Get("room-bar").GetAttributeAsync("data-me");

        await server.KillAsync();
        await Expect(bob.Get("notice", "kind", "away")).ToBeVisibleAsync();
        var refused = await Should.ThrowAsync<PlaywrightException>(() => bob.Page.ReloadAsync());
        refused.Message.ShouldContain(NobodyListens);
        await server.StartAsync();
        await bob.Page.ReloadAsync();

        await Expect(bob.Get("room-bar")).ToHaveAttributeAsync("data-me", seat!);
        await Expect(bob.Get("table", "moves", "2")).ToBeVisibleAsync();
        await ann.ExpectConnectedAsync();
        await WinAsync(ann, bob);
    }

    /// <summary>
    /// An attempt to connect is refused, or cut short when it had begun as the process died: Chromium has a sentence for each.
    /// </summary>
    private static bool IsOfTheNetwork(string complaint) =>
        complaint.StartsWith("WebSocket connection to ", StringComparison.Ordinal)
        || complaint.Contains("net::ERR_", StringComparison.Ordinal);

    private static async Task SitDownAsync(PlayerPage ann, PlayerPage bob)
    {
        await ann.PlayAsync("tictactoe");
        await bob.FollowAsync(ann.Address);
        await Expect(ann.Get("table", "myturn", "true")).ToBeVisibleAsync();
    }

    /// <summary>The rest of a game in which Ann has the middle and Bob the first corner: she has the column.</summary>
    private static async Task WinAsync(PlayerPage ann, PlayerPage bob)
    {
        await MoveAsync(1, ann, bob);
        await MoveAsync(3, bob, ann);
        await MoveAsync(7, ann, bob);
        foreach (var page in new[] { ann, bob })
        {
            await Expect(page.Get("table", "outcome", "cross-won")).ToBeVisibleAsync();
            await Expect(page.Get("table", "moves", "5")).ToBeVisibleAsync();
        }
    }

    private static async Task MoveAsync(int cell, PlayerPage mover, PlayerPage other)
    {
        await mover.Get($"cell-{cell}").ClickAsync();
        foreach (var page in new[] { mover, other })
        {
            await Expect(page.Get($"cell-{cell}")).Not.ToHaveAttributeAsync("data-mark", "");
        }
    }
}
