using GameServer.Bench.Journals;
using GameServer.Tests.Conditions;
using GameServer.Tests.Storage;
using Xunit.Abstractions;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>Servers that are killed at random moments under load: what was acknowledged is there, once, for everybody.</summary>
[Collection(nameof(Crash))]
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly int Rounds = TestScale.Of(4);
    private static readonly int AcknowledgedMin = TestScale.Of(4_000);
    private const int FaultyRunsMax = 7;

    [Fact]
    public async Task Every_acknowledged_command_counts_once_however_often_a_server_with_a_file_is_killed()
    {
        var run = await CrashRun.OfAsync(Whole(""), output.WriteLine);
        ShouldBeWhole(run);
    }

    [PostgresFact]
    public async Task Every_acknowledged_command_counts_once_however_often_a_server_with_a_PostgreSQL_is_killed()
    {
        var database = await (await PostgresServer.Shared).NewDatabaseAsync();
        var run = await CrashRun.OfAsync(Whole(database), output.WriteLine);
        ShouldBeWhole(run);
    }

    [Fact]
    public async Task A_server_that_acknowledges_before_the_commit_is_caught() =>
        (await IsCaughtAsync(StoreFault.Hasty, FaultKind.Wrong, FaultKind.Disordered, FaultKind.Twice)).ShouldBeTrue();

    [Fact]
    public async Task A_server_that_forgets_command_numbers_is_caught() =>
        (await IsCaughtAsync(StoreFault.Forgetful, FaultKind.Twice)).ShouldBeTrue();

    // A kill shows the fault only when a command was stored and its answer was not read: how many kills that takes is chance. A run that
    // does not come to its end proves nothing by what is missing: only what one member was shown counts.
    private async Task<bool> IsCaughtAsync(StoreFault fault, params FaultKind[] proofs)
    {
        for (var run = 0; run < FaultyRunsMax; run++)
        {
            var shown = await CrashRun.OfAsync(Faulty(fault), output.WriteLine);
            if (shown.Verdict.Kinds.Intersect(proofs).Any())
            {
                return true;
            }
        }

        return false;
    }

    // Rooms have a past when they are killed, and a run that stalls has shown all that it will.
    private static CrashPlan Faulty(StoreFault fault) =>
        Plan("", fault, 3) with { AcknowledgedPerRoundMin = 1_000, Patience = TimeSpan.FromSeconds(10) };

    private static CrashPlan Whole(string store) => Plan(store, StoreFault.None, Rounds) with { AcknowledgedMin = AcknowledgedMin };

    private static CrashPlan Plan(string store, StoreFault fault, int rounds) => new(store, fault, rounds, Random.Shared.Next());

    private static void ShouldBeWhole(CrashRun run)
    {
        run.Verdict.Faults.ShouldBeEmpty();
        run.Stalled.ShouldBeNull();
        run.Errors.ShouldBeEmpty();
        run.HashMismatches.ShouldBe(0);
        run.Kills.ShouldBe(Rounds);
        run.Verdict.Acknowledged.ShouldBeGreaterThanOrEqualTo(AcknowledgedMin);
    }
}
