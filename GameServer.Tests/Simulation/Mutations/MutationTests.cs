using GameServer.Bench.Chaos;
using GameServer.Cluster;
using Xunit.Abstractions;

namespace GameServer.Tests.Simulation.Mutations;

/// <summary>
/// The checks find what they are for: a server with one check taken away, from outside, fails within 300 seeds.
/// </summary>
[Collection(nameof(SimulationCollection))]
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int SeedsMax = 300;

    private static readonly Dictionary<string, SimVariant> Variants = new()
    {
        ["no epoch check"] = new() { Rows = rows => new NoEpochCheck(rows) },
        ["early acknowledgement"] = new() { Store = store => new EarlyAcknowledgement(store) },
        ["no command number check"] = new() { Kernel = CommandNumbers.Unchecked },
        ["numbers forgotten without a log"] = new()
        {
            Store = store => new ForgetfulStore(store, type => type.Value != SimLedger.Committed),
        },
        ["commands accepted out of order"] = new() { Kernel = CommandNumbers.OutOfOrder },
        ["log read before the takeover"] = new() { Store = store => new LogReadBeforeTakeover(store) },
        ["stale token accepted"] = new() { Presented = (ticket, session) => session?.Generation ?? ticket.Generation },
        ["replay ring off by one"] = new() { Kernel = kernel => new RingOffByOne(kernel) },
        ["lease deadline ignored"] = new() { Cluster = LongLeaseOfTheFirst },
        ["revocation without incarnation"] = new() { Nodes = nodes => new RevocationByName(nodes) },
        ["outbox kept across a fence"] = new() { Store = store => new FenceUnseen(store) },
    };

    // The quick ones; all of them where tests may take their time.
    private static readonly string[] Few =
    [
        "early acknowledgement", "no command number check", "numbers forgotten without a log", "replay ring off by one",
        "lease deadline ignored",
    ];

    public static TheoryData<string> Names => new(TestScale.Of(1) > 1 ? Variants.Keys : Few);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_server_without_one_of_its_checks_is_found_out(string broken)
    {
        var outcome = SimBatch.FirstFailed(SeedsMax, Variants[broken]);

        outcome.ShouldNotBeNull($"'{broken}' was not found in {SeedsMax} seeds");
        output.WriteLine($"{broken}: {outcome}");
    }

    // What the node takes for the end of its lease is long after the others have given it up.
    private static ClusterOptions LongLeaseOfTheFirst(int number) => new() { Enabled = true, LeaseMs = number == 0 ? 60_000 : 3_000 };
}
