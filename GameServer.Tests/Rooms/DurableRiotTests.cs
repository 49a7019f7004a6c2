using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Protocol.V1;

namespace GameServer.Tests.Rooms;

/// <summary>
/// Everything at once, from a seed: commands, lost connections, nodes that crash, takeovers, a store that is slow, fails, or fails after
/// the fact. When the trouble is over every command has been applied once and everybody has seen it once, in order.
/// </summary>
public sealed class DurableRiotTests
{
    private const int Steps = 250;

    private static readonly string[] Calls =
        ["append", "take over", "create", "sleep", "save", "rooms of", "read log", "numbers", "stranded", "due"];

    [Fact]
    public void Whatever_happens_every_command_counts_once()
    {
        for (ulong seed = 1; seed <= (ulong)TestScale.Of(20); seed++)
        {
            Run(seed);
        }
    }

    private static void Run(ulong seed)
    {
        var random = new SplitMix64(seed);
        using var world = new DurableWorld(seed, settings => settings with
        {
            SleepAfter = 2.Seconds(),
            Grace = Timeout.InfiniteTimeSpan,
            EmptyLifetime = Timeout.InfiniteTimeSpan,
            ReplayUpdatesMax = 8,
        });
        var players = new[] { "ada", "bob", "cyd" }.Select(name => world.Player(name)).ToList();
        var sent = 0UL;
        for (var step = 0; step < Steps; step++)
        {
            var player = players[Pick(random, players.Count)];
            switch (Pick(random, 20))
            {
                case < 9 when player.Unanswered < 32:
                    player.Send();
                    sent++;
                    break;
                case 9 or 10:
                    player.Lose();
                    break;
                case 11 or 12 when !player.IsAttached:
                    player.Connect(world.Node);
                    break;
                case 13:
                    Make(world.Store, random);
                    break;
                case 14 when Pick(random, 4) == 0:
                    players.ForEach(each => each.Read());
                    world.Restart();
                    players.ForEach(each => each.Connect(world.Node));
                    break;
                case 15 when Pick(random, 4) == 0:
                    world.Steal(player.RoomId);
                    break;
                default:
                    world.Advance(0.05 * (1 + Pick(random, 10)));
                    break;
            }

            players.ForEach(each => each.Read());
        }

        Calm(world.Store);
        Settle(world, players);
        foreach (var player in players)
        {
            player.Faults.ShouldBeEmpty($"seed {seed}");
            player.Rewind.ShouldBeNull($"seed {seed}; {world.Log(player.RoomId)}");
            player.Unanswered.ShouldBe(0, $"seed {seed}");
            player.Left.ShouldBeNull($"seed {seed}");
            player.Counts.LastOrDefault().ShouldBe(sent, $"seed {seed}");
        }
    }

    private static void Settle(DurableWorld world, List<CountingPlayer> players)
    {
        world.Advance(5);
        foreach (var player in players)
        {
            player.Lose();
            player.Connect(world.Node);
        }

        for (var second = 0; second < 5; second++)
        {
            world.Advance(1);
            players.ForEach(each => each.Read());
        }
    }

    private static void Make(TroubledStore store, SplitMix64 random)
    {
        var (slow, bad) = (Calls[Pick(random, Calls.Length)], Calls[Pick(random, Calls.Length)]);
        var delay = TimeSpan.FromMilliseconds(Pick(random, 400));
        var trouble = Pick(random, 2) == 0 ? Trouble.Fails : Trouble.FailsAfterwards;
        var isCalm = Pick(random, 3) == 0;
        store.Delay = call => !isCalm && (call == slow || call == "append") ? delay : TimeSpan.Zero;
        store.Trouble = call => !isCalm && (call == bad || (call == "append" && delay.Milliseconds > 300)) ? trouble : Trouble.None;
    }

    private static void Calm(TroubledStore store)
    {
        store.Delay = _ => TimeSpan.Zero;
        store.Trouble = _ => Trouble.None;
    }

    private static int Pick(SplitMix64 random, int count) => (int)(random.Next() % (ulong)count);
}
