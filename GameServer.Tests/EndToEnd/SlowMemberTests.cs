using GameServer.Tests.Gateway;

namespace GameServer.Tests.EndToEnd;

public sealed class SlowMemberTests
{
    [Fact]
    public async Task A_member_that_stops_reading_for_a_while_loses_nothing_and_neither_does_the_game_it_is_in()
    {
        await using var server = await TestServer.StartAsync();
        await using var game = await PingPongGame.StartAsync(server);
        using var slow = await SlowMember.JoinAsync(server, PingPongGame.Key);
        await Until.TrueAsync(() => server.Node.Core.Traffic.Behind > 0, "too much waits for the member that does not read");
        await game.FinishWholeAsync();

        await slow.ReadUntilAsync(() => slow.Numbers.Count > 0 && slow.Numbers[^1] == game.Last && slow.Snapshots > 1);

        slow.Numbers.ShouldBe(Enumerable.Range((int)slow.Numbers[0], slow.Numbers.Count).Select(number => (uint)number));
        slow.EventsLost.ShouldBe(0);
        slow.State.Members.Count.ShouldBe(3);
    }
}
