using System.Collections.Concurrent;
using System.Diagnostics;
using GameServer.Bench.Journals;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>A server under load that is killed and started again, time after time, and what its clients say of it.</summary>
/// <param name="Kills">How many times the server was killed.</param>
/// <param name="Verdict">What the clients' journals say.</param>
/// <param name="Stalled">What did not come; null: the run came to its end.</param>
/// <param name="Errors">Lines of the server's log that tell of an error.</param>
/// <param name="HashMismatches">States that differed from the room's while the clients played.</param>
internal sealed record CrashRun(
    int Kills, JournalVerdict Verdict, string? Stalled, IReadOnlyCollection<string> Errors, int HashMismatches)
{
    /// <summary>Runs to its end, or until something does not come. What was wrong is in the result.</summary>
    internal static async Task<CrashRun> OfAsync(CrashPlan plan, Action<string> print)
    {
        var began = Stopwatch.GetTimestamp();
        var errors = new ConcurrentQueue<string>();
        using var server = new KilledServer(plan.Store, plan.Fault, errors);
        await using var load = new LedgerLoad(plan.Patience, () => $"The server said:\n{server.Tail}");
        var random = new Random(plan.Seed);
        var (kills, stalled) = (0, (string?)null);
        try
        {
            await server.StartAsync();
            await load.StartAsync(server.Address, random);
            while (kills < plan.Rounds)
            {
                var more = random.Next(plan.AcknowledgedPerRoundMin, plan.AcknowledgedPerRoundMax + 1);
                await load.AcknowledgedMoreAsync(more);
                await server.KillAsync();
                kills++;
                await server.StartAsync();
            }

            await load.AcknowledgedAsync(plan.AcknowledgedMin);
            await load.FinishAsync();
        }
        catch (TimeoutException timeout)
        {
            stalled = timeout.Message;
        }

        var verdict = load.Check();
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        print($"seed {plan.Seed}: {kills} kills, {load.Reconnects} reconnects, {verdict} in {took:N1} s{stalled?.Insert(0, "\n")}");
        return new CrashRun(kills, verdict, stalled, errors, load.HashMismatches);
    }
}
