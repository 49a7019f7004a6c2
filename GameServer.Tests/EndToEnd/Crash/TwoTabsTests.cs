using System.Collections.Concurrent;
using GameServer.Protocol.V1;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>Several connections with tokens of one session, after their server was killed and came back.</summary>
[Collection(nameof(Crash))]
public sealed class TwoTabsTests : IDisposable
{
    private readonly KilledServer _server = new("", StoreFault.None, new ConcurrentQueue<string>());

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Of_two_tabs_with_one_token_the_younger_goes_on_and_the_elder_is_told_not_to_come_back()
    {
        var token = await PlayedAndKilledAsync();
        using var elder = await Tab.ResumingAsync(_server.Address, token);
        (await elder.WelcomedAsync()).Resumed.ShouldBeTrue();
        (await elder.AttachedAsync()).LastApplied.ShouldBe(1UL);

        using var younger = await Tab.ResumingAsync(_server.Address, token);
        (await younger.WelcomedAsync()).Resumed.ShouldBeTrue();
        (await younger.AttachedAsync()).LastApplied.ShouldBe(1UL);

        (await elder.ClosedAsync()).ShouldBe(CloseCode.SessionTaken);
        await younger.CommandAsync(2);
    }

    [Fact]
    public async Task A_tab_that_comes_after_the_other_has_gone_on_is_refused()
    {
        var token = await PlayedAndKilledAsync();
        using var first = await Tab.ResumingAsync(_server.Address, token);
        await first.WelcomedAsync();
        await first.AttachedAsync();
        await first.CommandAsync(2);

        using var late = await Tab.ResumingAsync(_server.Address, token);

        (await late.ClosedAsync()).ShouldBe(CloseCode.SessionTaken);
        await first.CommandAsync(3);
    }

    [Fact]
    public async Task A_token_that_was_void_before_the_server_died_is_void_afterwards()
    {
        await _server.StartAsync();
        string old;
        string present;
        using (var first = await Tab.JoinedAsync(_server.Address, "tabs"))
        {
            await first.CommandAsync(1);
            old = first.Token;
        }

        using (var second = await Tab.ResumingAsync(_server.Address, old))
        {
            await second.WelcomedAsync();
            await second.AttachedAsync();
            await second.CommandAsync(2);
            present = second.Token;
            await _server.KillAsync();
        }

        await _server.StartAsync();
        using var elder = await Tab.ResumingAsync(_server.Address, old);
        (await elder.ClosedAsync()).ShouldBe(CloseCode.SessionTaken);

        using var younger = await Tab.ResumingAsync(_server.Address, present);
        await younger.WelcomedAsync();
        (await younger.AttachedAsync()).LastApplied.ShouldBe(2UL);
        await younger.CommandAsync(3);
    }

    /// <summary>The token of a session that has one command in its room, and whose server died and is back.</summary>
    private async Task<string> PlayedAndKilledAsync()
    {
        await _server.StartAsync();
        using var tab = await Tab.JoinedAsync(_server.Address, "tabs");
        await tab.CommandAsync(1);
        await _server.KillAsync();
        await _server.StartAsync();
        return tab.Token;
    }
}
