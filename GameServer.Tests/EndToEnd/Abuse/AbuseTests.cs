using GameServer.Tests.EndToEnd.Crash;
using GameServer.Tests.Gateway;

namespace GameServer.Tests.EndToEnd.Abuse;

/// <summary>
/// Whatever somebody else does, a game on the same server goes on: no command is lost, applied twice or out of order, and no player loses
/// its connection; and whoever does it hears what is to be said to it. The limits are those that the server ships with.
/// </summary>
public sealed class AbuseTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Within what one client may send.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static TheoryData<AbuseKind> Kinds => [.. Enum.GetValues<AbuseKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_game_beside_abuse_goes_on_and_loses_nothing(AbuseKind kind)
    {
        await using var server = await TestServer.StartAsync(rooms: RoomServerProgram.Register);
        await using var game = new LedgerLoad(Patience, () => "") { Pause = Pause };
        await game.StartAsync(server.WebSocketUrl, new Random(1));
        await game.AcknowledgedMoreAsync(100);
        var players = server.Node.Connections.Count;

        using (var abuser = new Abuser(server.Url, new Random(2)))
        {
            await Task.WhenAll(abuser.RunAsync(kind, TestScale.Of(20)), game.AcknowledgedMoreAsync(TestScale.Of(200)));
        }

        await Until.TrueAsync(() => server.Node.Connections.Count == players, "nothing is left of the abuser's connections");
        await game.AcknowledgedMoreAsync(100);
        await game.FinishAsync();
        game.Check().Faults.ShouldBeEmpty();
        game.HashMismatches.ShouldBe(0);
        game.Reconnects.ShouldBe(0);
    }
}
