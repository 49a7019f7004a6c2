using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;
using GameServer.Bench.Rooms;

namespace GameServer.Bench.Load;

/// <summary>
/// Clients that say 40 bytes to all members of their room, at given times or as soon as an earlier message came back, and check that all
/// of them reach all of them in order.
/// </summary>
internal sealed class RelayRun : Run
{
    private const long DrainPatience = 10 * Clock.Second;

    private readonly RelayShape _shape;
    private readonly int[] _order;
    private SendSchedule? _sends;
    private long _measuredFrom = long.MaxValue;
    private bool _isStopping = true;

    internal RelayRun(ChildServer server, Target target, RelayShape shape, int seed)
        : base(server, target)
    {
        _shape = shape;
        Dialect dialect = target == Target.Baseline ? new BaselineDialect(this)
            : shape.IsCommitted ? new RelayDialect(this, BenchRooms.Committed)
            : new RelayDialect(this);
        var clients = Enumerable.Range(0, shape.Rooms * shape.Members)
            .Select(number => new LoadClient(number, new RoomPlace(number / shape.Members, number % shape.Members, shape.Members), dialect))
            .ToList();
        Enter(clients);

        // Phases are even over all clients; which of them follow one another is chance, the same at both servers.
        _order = [.. Enumerable.Range(0, clients.Count)];
        new Random(seed).Shuffle(_order);
    }

    /// <summary>From the time for which a message was meant to its arrival at one member.</summary>
    internal Histogram Latency { get; } = new();

    internal void Begin()
    {
        _isStopping = false;
        if (_shape.PerSecond > 0)
        {
            _sends = new SendSchedule(Clients.Count, Clock.Second / _shape.PerSecond, Clock.Now);
            return;
        }

        foreach (var client in Clients)
        {
            TopUp(client);
            Fleet.Flush(client);
        }
    }

    /// <summary>Says nothing more, waits for what is under way, and answers what is missing or was wrong.</summary>
    internal IReadOnlyList<string> Finish()
    {
        _isStopping = true;
        GoOnUntil(() => Missing() == 0 && Unanswered() == 0, Clock.Now + DrainPatience);
        List<string> faults = [.. ConnectionFaults()];
        Say("messages lost", Missing());
        Say("messages out of order", Clients.Sum(client => client.Order.Misplaced));
        Say("commands not answered", Unanswered());
        Say("commands answered wrongly", Clients.Sum(client => client.WrongAnswers));
        Say("updates that did not follow one another", Clients.Sum(client => client.Chain.Broken));
        return faults;

        void Say(string what, long count)
        {
            if (count != 0)
            {
                faults.Add($"{count} {what}");
            }
        }
    }

    internal override void Delivered(LoadClient client, in RelayedMessage message)
    {
        Counted++;
        client.Order.Take(message.Slot, message.Sequence);
        if (IsMeasuring && message.MeantFor >= _measuredFrom)
        {
            Latency.Record(Fleet.Now - message.MeantFor);
        }
    }

    internal override void Handled(LoadClient client)
    {
        if (!_isStopping && _shape.PerSecond == 0 && client.Dialect is not FeedDialect)
        {
            TopUp(client);
        }
    }

    protected override long Work(long now)
    {
        // Each window counts what was meant for it.
        _measuredFrom = !IsMeasuring ? long.MaxValue : Math.Min(_measuredFrom, now);

        if (_sends is null)
        {
            return long.MaxValue;
        }

        while (_sends.TryTake(now, out var turn, out var meantFor))
        {
            Say(Clients[_order[turn]], meantFor);
        }

        return _sends.NextDue;
    }

    // A message is under way until it came back and was answered.
    private void TopUp(LoadClient client)
    {
        while (client.Sent - Math.Min(client.Returned, client.Answered) < (ulong)_shape.InFlight)
        {
            client.Dialect.Say(client, Clock.Now);
        }
    }

    private long Missing() => (Clients.Sum(client => (long)client.Sent) * _shape.Members) - Clients.Sum(client => client.Order.Arrived);

    private long Unanswered() => Clients.Sum(client => (long)(client.Sent - client.Answered));
}
