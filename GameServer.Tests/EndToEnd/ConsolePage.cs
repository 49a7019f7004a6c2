using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GameServer.Tests.EndToEnd;

/// <summary>The console of one operator or viewer, and what its browser complained about.</summary>
internal sealed class ConsolePage : IAsyncDisposable
{
    private readonly PageComplaints _complaints;

    private ConsolePage(IPage page)
    {
        Page = page;
        _complaints = new PageComplaints(page);
    }

    internal IPage Page { get; }

    internal IReadOnlyCollection<string> Complaints => _complaints.All;

    /// <summary>The sign-in of that server.</summary>
    internal static async Task<ConsolePage> OpenAsync(ChromiumFixture chromium, TestServer server, bool isPhone = false)
    {
        var size = isPhone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 800 };
        var page = new ConsolePage(await chromium.NewPageAsync(new() { ViewportSize = size }));
        await page.Page.GotoAsync(new Uri(server.Url, "/console").ToString());
        return page;
    }

    internal ILocator Get(string testId) => Page.GetByTestId(testId);

    /// <summary>The row of that kind that shows the thing with that id.</summary>
    internal ILocator Row(string testId, string id) => Page.Locator($"[data-testid=\"{testId}\"][data-id=\"{id}\"]");

    /// <summary>What the state that is shown has at that path, such as "/lines/1/text".</summary>
    internal ILocator Field(string path) => Page.Locator($"[data-testid=state] [data-path=\"{path}\"] > .value");

    internal async Task SignInAsync(string token)
    {
        await Get("token").FillAsync(token);
        await Get("sign-in").ClickAsync();
    }

    /// <summary>Signed in: from anywhere to the list of rooms, and into one.</summary>
    internal async Task EnterRoomAsync(string id)
    {
        await Get("tab-rooms").ClickAsync();
        await Row("room-row", id).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Get("as-of")).ToContainTextAsync("live");
    }

    internal Task<bool> IsWiderThanTheScreenAsync() =>
        Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    public ValueTask DisposeAsync() => new(Page.Context.CloseAsync());
}
