using GameServer.Tests.Conditions;
using Microsoft.Playwright;

namespace GameServer.Tests.EndToEnd;

/// <summary>One Chromium for the tests of a class; each page gets a context of its own, so it is a player of its own.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    /// <summary>
    /// Without reloading on its own what could not be loaded: that would cut short a reload a test asked for at the same moment.
    /// </summary>
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-auto-reload",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (ChromiumFactAttribute.Executable is not { } executable)
        {
            return;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Quiet });
    }

    public async Task DisposeAsync()
    {
        await (_browser?.DisposeAsync() ?? ValueTask.CompletedTask);
        _playwright?.Dispose();
    }

    /// <summary>A page of a new player, with that name.</summary>
    /// <param name="url">Where the page is.</param>
    /// <param name="name">What the player types in.</param>
    /// <param name="prepare">Done with the page before it is loaded.</param>
    internal async Task<PlayerPage> OpenAsync(Uri url, string name, Func<IPage, Task>? prepare = null)
    {
        var page = new PlayerPage(await NewPageAsync(new() { ViewportSize = new() { Width = 1000, Height = 700 } }));
        await (prepare?.Invoke(page.Page) ?? Task.CompletedTask);
        await page.Page.GotoAsync(url.ToString());
        await page.Get("name").FillAsync(name);
        return page;
    }

    /// <summary>An empty page in a context of its own.</summary>
    internal async Task<IPage> NewPageAsync(BrowserNewContextOptions options)
    {
        var browser = _browser ?? throw new InvalidOperationException("There is no Chromium on this machine.");
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(30_000);
        return await context.NewPageAsync();
    }
}
