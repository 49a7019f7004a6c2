using GameServer.Cluster;
using GameServer.Storage.Memory;

namespace GameServer.Tests.Simulation;

/// <summary>
/// Nodes, clients and a database in one thread on virtual time. What happens next is the turn of a woken mailbox, chosen by chance among
/// those of all nodes, or what is due; a turn takes a little time. All of it follows from the seed.
/// </summary>
internal sealed class SimWorld
{
    private static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(new ClusterOptions().LeaseMs);
    private static readonly TimeSpan LongestTurn = TimeSpan.FromMicroseconds(400);
    private static readonly TimeSpan Travel = TimeSpan.FromMilliseconds(30);

    private const long StepsMax = 20_000_000;

    private long _steps;

    internal SimWorld(ulong seed, SimVariant variant, int linesKept)
    {
        (Seed, Variant) = (seed, variant);
        Random = new SimRandom(seed);
        Ids = new SimIds(Random);
        Trace = new SimTrace(Agenda, linesKept);
        Verdict = new SimVerdict(Trace);
        Activations = new ActivationLog(Verdict);
        Plan = SimPlan.Drawn(Random);
        var tables = new MemoryTables();
        var nodes = new MemoryNodeStore(tables, new SimClock(Agenda, static happens => happens()));
        Database = new SimDatabase(Agenda, Random, Trace, Counts, variant.Rows(new MemoryRoomStore(tables)), variant.Nodes(nodes));
        Slots = Enumerable.Range(0, Plan.Nodes).Select(number => new SimSlot(this, number)).ToList();
        Network = new SimNetwork(this);
        Leases = new LeaseBook(Lease, Counts, Verdict);
    }

    internal ulong Seed { get; }

    internal SimVariant Variant { get; }

    internal SimAgenda Agenda { get; } = new();

    internal SimRandom Random { get; }

    internal SimIds Ids { get; }

    internal SimTrace Trace { get; }

    internal SimPlan Plan { get; }

    internal FaultCounts Counts { get; } = new();

    internal SimDatabase Database { get; }

    internal IReadOnlyList<SimSlot> Slots { get; }

    internal SimNetwork Network { get; }

    internal LeaseBook Leases { get; }

    internal ActivationLog Activations { get; }

    internal SimVerdict Verdict { get; }

    /// <summary>A client wants to connect to some gateway.</summary>
    internal void Dial(SimLine line, Action opened)
    {
        var slot = Random.Of(Slots);
        Agenda.After(Random.Time(Travel), () =>
        {
            if (slot.Node is { } node)
            {
                node.Process.Enter(() =>
                {
                    node.Accept(line);
                    Agenda.After(Random.Time(Travel), opened);
                });
            }
            else
            {
                line.ServerDied(slot.IsSilent);
            }
        });
    }

    /// <summary>Runs until so much time has passed, something is wrong, or something holds. Says whether it does.</summary>
    internal bool Run(TimeSpan time, Func<bool>? until = null)
    {
        var end = Agenda.Now + time;
        while (Agenda.Now < end && Verdict.IsGood)
        {
            if (until is not null && until())
            {
                return true;
            }

            Step(end);
        }

        return until is not null && until();
    }

    private void Step(TimeSpan end)
    {
        (++_steps).ShouldBeLessThan(StepsMax, $"seed {Seed} never comes to an end");
        var woken = Slots.Sum(slot => slot.Node?.WokenCount ?? 0);
        var due = Agenda.NextDue ?? end;
        if (due <= Agenda.Now || (woken == 0 && due <= end))
        {
            Agenda.RunNext();
            foreach (var slot in Slots)
            {
                slot.Node?.Look();
            }
        }
        else if (woken > 0)
        {
            RunTurn(Random.Below(woken));
            Agenda.Pass(Random.Time(LongestTurn));
        }
        else
        {
            Agenda.Pass(end - Agenda.Now);
        }
    }

    private void RunTurn(int index)
    {
        foreach (var slot in Slots)
        {
            var count = slot.Node?.WokenCount ?? 0;
            if (index < count)
            {
                slot.Node!.RunTurn(index);
                return;
            }

            index -= count;
        }
    }
}
