using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GameServer.Tests.EndToEnd;

/// <summary>The demo page of one player, and what its console complained about.</summary>
internal sealed class PlayerPage : IAsyncDisposable
{
    private const int CutMs = 3_000;
    private const int NoticeMs = 100;

    private readonly PageComplaints _complaints;

    internal PlayerPage(IPage page)
    {
        Page = page;
        _complaints = new PageComplaints(page);
    }

    /// <summary>Prepares a page for <see cref="CutAsync"/>.</summary>
    internal static Task ClockInHand(IPage page) => page.Clock.InstallAsync();

    internal IPage Page { get; }

    internal IReadOnlyCollection<string> Complaints => _complaints.All;

    internal ILocator Get(string testId) => Page.GetByTestId(testId);

    /// <summary>The element with that test id and that data attribute.</summary>
    internal ILocator Get(string testId, string data, string value) => Page.Locator($"[data-testid=\"{testId}\"][data-{data}=\"{value}\"]");

    /// <summary>Nothing lies over the middle of the element, and it is not scrolled away.</summary>
    internal Task<bool> IsInSightAsync(string testId) => Get(testId).EvaluateAsync<bool>(
        """
        element => {
          const { left, top, width, height } = element.getBoundingClientRect();
          return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
        }
        """);

    /// <summary>From the lobby into a room of that game, by its card.</summary>
    internal async Task PlayAsync(string game)
    {
        await Get($"play-{game}").ClickAsync();
        await Expect(Get("room-bar")).ToBeVisibleAsync();
    }

    /// <summary>In a chat.</summary>
    internal async Task SayAsync(string text)
    {
        await Get("say").FillAsync(text);
        await Get("send").ClickAsync();
    }

    /// <summary>The room's address, which brings others into it.</summary>
    internal Uri Address => new(Page.Url);

    internal async Task FollowAsync(Uri address)
    {
        // Only the fragment differs: the page follows it without loading again.
        await Page.GotoAsync(address.ToString());
        await Expect(Get("room-bar")).ToBeVisibleAsync();
    }

    /// <summary>
    /// Presses the button that cuts the connection for three seconds, and sees the page notice. Then the page's time stands still until
    /// <see cref="ComeBackAsync"/>, so the three seconds are not over before the test has done what it does meanwhile. For a page that was
    /// opened with <see cref="ClockInHand"/>.
    /// </summary>
    internal async Task CutAsync()
    {
        var soon = await Page.EvaluateAsync<long>("() => Date.now() + 3000");
        await Page.Clock.PauseAtAsync(DateTimeOffset.FromUnixTimeMilliseconds(soon).UtcDateTime);
        await Get("cut").ClickAsync();
        await Page.Clock.RunForAsync(NoticeMs);
        await Expect(Get("connection", "phase", "reconnecting")).ToBeVisibleAsync();
    }

    /// <summary>
    /// After <see cref="CutAsync"/>: the rest of the three seconds passes at once, but for its last moment, in which nothing can be reached
    /// yet. Then the page's time goes on, and what it takes to connect is all that is waited for.
    /// </summary>
    internal async Task ComeBackAsync()
    {
        await Page.Clock.RunForAsync(CutMs - (2 * NoticeMs));
        await Page.Clock.ResumeAsync();
        await ExpectConnectedAsync();
    }

    internal Task ExpectConnectedAsync() => Expect(Get("connection", "phase", "connected")).ToBeVisibleAsync();

    public ValueTask DisposeAsync() => new(Page.Context.CloseAsync());
}
