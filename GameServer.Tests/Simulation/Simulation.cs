using System.Globalization;
using GameServer.Bench.Journals;

namespace GameServer.Tests.Simulation;

/// <summary>
/// One seed from its beginning to its verdict: clients enter rooms and play through faults, then all is repaired and must work.
/// </summary>
internal sealed class Simulation
{
    private const int InFlightMax = 24;

    // What a dead connection and a dead room cost at most: three heartbeats until a client notices, and a room's second opening.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    private readonly SimWorld _world;
    private readonly List<SimClient> _clients;
    private bool _isPlaying;

    private Simulation(ulong seed, SimVariant variant, int linesKept)
    {
        _world = new SimWorld(seed, variant, linesKept);
        _clients = Enumerable.Range(1, _world.Plan.Clients).Select(NewClient).ToList();
    }

    private IEnumerable<SimSeat> Seats => _clients.SelectMany(client => client.Seats);

    internal static SimOutcome Run(ulong seed, SimVariant? variant = null, int linesKept = 0)
    {
        // What waits for the store goes on here and now, on this very thread.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return new Simulation(seed, variant ?? SimVariant.Sound, linesKept).Run();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private SimOutcome Run()
    {
        foreach (var slot in _world.Slots)
        {
            slot.Start();
        }

        foreach (var client in _clients)
        {
            _world.Agenda.After(_world.Random.Time(TimeSpan.FromSeconds(1)), client.Start);
        }

        Trouble(() => _world.Run(_world.Plan.Trouble / 2, () => Seats.All(seat => seat.HasJoined)));
        Expect(() => Seats.All(seat => seat.HasJoined), "be in its rooms");
        _isPlaying = _world.Verdict.IsGood;
        _clients.ForEach(PlayOn);
        Trouble(() => _world.Run(_world.Plan.Trouble));
        Settle();
        return Judge();
    }

    /// <summary>Something happens while things go wrong.</summary>
    private void Trouble(Action happens)
    {
        var script = new FaultScript(_world, _clients);
        script.Start();
        happens();
        script.End();
    }

    private SimClient NewClient(int number)
    {
        var (plan, writer) = (_world.Plan, (uint)number);
        List<SimSeat> seats = [];
        for (var offset = 0; offset < plan.RoomsEach; offset++)
        {
            seats.Add(new CommittedSeat($"room{(number + offset) % plan.Rooms}", writer, _world.Verdict));
        }

        foreach (var type in new[] { SimLedger.Periodic, SimLedger.Volatile })
        {
            if (_world.Random.OneIn(3))
            {
                seats.Add(new LesserSeat(type, $"room{number % 2}", writer, _world.Verdict));
            }
        }

        return new SimClient(_world, $"client{number}", seats);
    }

    private void PlayOn(SimClient client)
    {
        if (!_isPlaying)
        {
            return;
        }

        var seat = _world.Random.Of(client.Seats);
        if (seat.HasJoined && seat.Unanswered < InFlightMax)
        {
            client.Send(seat, _world.Random.Between(1, 6));
        }

        _world.Agenda.After(_world.Random.Time(TimeSpan.FromSeconds(2)), () => PlayOn(client));
    }

    /// <summary>Nothing is wrong any more: everybody gets in, gets answers, and a fresh command through.</summary>
    private void Settle()
    {
        _isPlaying = false;
        Expect(() => Seats.All(seat => seat.HasJoined), "be in its rooms again");
        foreach (var client in _clients.Where(_ => _world.Verdict.IsGood))
        {
            foreach (var seat in client.Seats)
            {
                client.Send(seat, 1);
            }
        }

        Expect(() => Seats.All(seat => seat.Unanswered == 0), "have its answers");
        Expect(() => Seats.GroupBy(seat => seat.Place).All(Agree), "see what the others see");
        _world.Run(Quiet);
        foreach (var seat in Seats.OfType<CommittedSeat>())
        {
            seat.End();
        }
    }

    /// <summary>The members of a room are in the same one, have the same state, and of a committed one have seen as much.</summary>
    private static bool Agree(IEnumerable<SimSeat> members) => members
        .Select(seat => (seat.Room?.Id, seat.Room?.State, (seat as CommittedSeat)?.SeenCount))
        .Distinct()
        .Count() == 1;

    private void Expect(Func<bool> holds, string what)
    {
        if (_world.Verdict.IsGood && !_world.Run(Patience, holds) && _world.Verdict.IsGood)
        {
            _world.Verdict.Fault($"after {Patience} without a fault not every client could {what}:\n  {string.Join("\n  ", _clients)}");
        }
    }

    /// <summary>What the clients wrote down says more than the first fault only if there was none.</summary>
    private SimOutcome Judge()
    {
        var journals = JournalCheck.Of(Seats.OfType<CommittedSeat>().Select(seat => seat.Journal).ToList());
        var faults = _world.Verdict.IsGood ? [.. journals.Faults.Select(fault => fault.ToString())] : _world.Verdict.Faults;
        return new SimOutcome(
            _world.Seed, _world.Trace.Hash, journals.Acknowledged, _world.Agenda.Now, _world.Trace.Count, _world.Counts, faults,
            _world.Trace.Lines);
    }
}

/// <summary>What came of one seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Hash">Of all that happened.</param>
/// <param name="Acknowledged">Commands that were acknowledged.</param>
/// <param name="Time">How much virtual time passed.</param>
/// <param name="Events">How many things happened.</param>
/// <param name="Counts">How often each kind of fault did.</param>
/// <param name="Faults">What must not be.</param>
/// <param name="Lines">The end of the trace, where it was kept.</param>
internal sealed record SimOutcome(
    ulong Seed,
    ulong Hash,
    int Acknowledged,
    TimeSpan Time,
    long Events,
    FaultCounts Counts,
    IReadOnlyList<string> Faults,
    IReadOnlyCollection<string> Lines)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed}: {Faults.Count} faults, {Acknowledged} commands, {Events} events in {Time.TotalSeconds:F1} s, trace {Hash:x16}")
        + string.Concat(Faults.Take(12).Select(fault => $"\n  {fault}"));
}
