using GameServer.Bench.Chaos;
using GameServer.Bench.Chaos.Oracle;
using GameServer.Bench.Chaos.Players;
using GameServer.Bench.Load;

namespace GameServer.Bench.Soak;

/// <summary>
/// One cycle: bots of all games come, play and go, and beside them players whose every command and event is taken down, in rooms of all
/// durabilities; then everybody has left, the time passes in which places are kept, and what the server holds is read.
/// </summary>
internal sealed class SoakCycle(SoakServer server, SoakOptions options, SoakTally tally, int number)
{
    private const int Ledgers = 12;
    private const double LedgerPace = 100;
    private const int LeakyBots = 8;
    private const int LookMs = 20;
    private const int RestLooksMax = 2_000;
    private const int LooksBetweenLeaps = 5;

    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(15);

    // A room that is written behind each second has been written by then: one that never was is gone with its process.
    private static readonly TimeSpan Unsaved = TimeSpan.FromSeconds(4);

    // Resume windows pass, graces, lives of empty rooms, and at last the week in which a seat at a table is kept.
    private static readonly TimeSpan[] Leaps =
    [
        TimeSpan.FromSeconds(70), TimeSpan.FromSeconds(70), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15),
        TimeSpan.FromDays(1), TimeSpan.FromDays(8), TimeSpan.FromSeconds(70), TimeSpan.FromMinutes(15),
    ];

    private readonly RunClock _clock = new();

    /// <summary>What was lost.</summary>
    internal List<string> Faults { get; } = [];

    /// <summary>Commands that were acknowledged to those who take everything down.</summary>
    internal int Acknowledged { get; private set; }

    /// <summary>Everybody comes, plays and goes; the server is killed in the middle if it shall be.</summary>
    internal async Task PlayAsync(bool kills)
    {
        using var stop = new CancellationTokenSource();
        await using var crowd = new Crowd([server.Gateway], _clock, HashCode.Combine(options.Seed, number), $"cycle {number} ");
        await crowd.ComeAsync(Ledgers).ConfigureAwait(false);
        crowd.Play(LedgerPace);
        var bots = Task.WhenAll(Bots().Select(bot => bot.RunAsync(stop.Token)));
        var half = TimeSpan.FromSeconds(options.CycleSeconds / 2);
        List<Trouble> troubles = [];
        await Task.Delay(kills && half < Unsaved ? Unsaved : half).ConfigureAwait(false);
        if (kills)
        {
            troubles.Add(await KillAsync().ConfigureAwait(false));
        }

        await Task.Delay(half).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        await bots.ConfigureAwait(false);
        await crowd.FinishAsync().ConfigureAwait(false);
        var verdict = ChaosOracle.Judge(new ChaosEvidence(crowd.Journals, crowd.Lines, troubles, SilenceMax));
        Acknowledged = verdict.Acknowledged;
        if (!verdict.IsClean)
        {
            Faults.Add($"cycle {number}: {verdict}");
        }
    }

    /// <summary>The time passes; what the server holds then.</summary>
    internal async Task<SoakReading> RestAsync()
    {
        var next = 0;
        for (var looks = 0; looks < RestLooksMax; looks++)
        {
            if (looks % LooksBetweenLeaps == 0)
            {
                await server.LeapAsync(Leaps[next++ % Leaps.Length]).ConfigureAwait(false);
            }

            await Task.Delay(LookMs).ConfigureAwait(false);
            var seen = await server.LookAsync().ConfigureAwait(false);
            if (!seen.IsAtRest || next < Leaps.Length)
            {
                continue;
            }

            // Somewhere a seat may have been given up just then, in a room that had to be woken for it.
            var held = await server.CollectAsync().ConfigureAwait(false);
            if (held.IsAtRest && held.Actors == seen.Actors)
            {
                return held;
            }
        }

        throw new BenchFailure($"The server does not come to rest: {await server.LookAsync().ConfigureAwait(false)}\n{server.Tail}");
    }

    private async Task<Trouble> KillAsync()
    {
        var (at, life) = (_clock.Now, server.Life);
        server.Kill();
        await server.StartAsync().ConfigureAwait(false);
        return new Trouble.Killed(at, _clock.Now, 0, life);
    }

    private IEnumerable<SoakBot> Bots()
    {
        for (var bot = 0; bot < options.Bots; bot++)
        {
            yield return Bot(bot, SoakGame.All);
        }

        for (var bot = 0; options.Leaks && bot < LeakyBots; bot++)
        {
            yield return Bot(options.Bots + bot, [SoakGame.Leaky]);
        }
    }

    private SoakBot Bot(int bot, IReadOnlyList<SoakGame> games) =>
        new(server.Gateway, games, tally, new Random(HashCode.Combine(options.Seed, number, bot)));
}
