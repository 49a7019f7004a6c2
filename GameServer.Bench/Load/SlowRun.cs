using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;
using GameServer.Bench.Rooms;

namespace GameServer.Bench.Load;

/// <summary>
/// Members of one room who say 40 bytes to all now and then, and one who says nothing and may be made to read slowly.
/// </summary>
internal sealed class SlowRun : Run
{
    private const int PerSecond = 2;
    private const int SipBytes = 100;
    private const long SipInterval = Clock.Second / 10;
    private const long DrainPatience = 10 * Clock.Second;
    private const long FreshMs = 1_000;

    private readonly LoadClient _slow;
    private readonly int _members;
    private SendSchedule? _sends;
    private long _nextSip = long.MaxValue;
    private long _slowTimeMs;
    private bool _isStopping;

    internal SlowRun(ChildServer server, Target target, int members)
        : base(server, target)
    {
        _members = members;
        var dialect = new RelayDialect(this, BenchRooms.Crowd);
        Enter(Enumerable.Range(0, members).Select(number => new LoadClient(number, new RoomPlace(0, number, members), dialect)));
        _slow = Clients[^1];
    }

    /// <summary>From the time for which a message was meant to its arrival at one of the others.</summary>
    internal Histogram Latency { get; private set; } = new();

    /// <summary>How old the state of the one was at most, in milliseconds, whenever it had read all there was.</summary>
    internal long OldestMs { get; private set; }

    internal void Begin() => _sends = new SendSchedule(_members - 1, Clock.Second / PerSecond, Clock.Now);

    internal void MeasureAnew()
    {
        Latency = new();
        OldestMs = 0;
    }

    /// <summary>From now on the one reads 8 kbit/s.</summary>
    internal void SlowDown()
    {
        Fleet.Hold(_slow);
        _nextSip = Clock.Now;
    }

    /// <summary>The one reads as fast as it can. Answers after how many milliseconds its state is less than a second old.</summary>
    internal double ReadOn()
    {
        var began = Clock.Now;
        _nextSip = long.MaxValue;
        _slowTimeMs = 0;
        Fleet.Release(_slow);
        while (AgeMs > FreshMs && Clock.Now < began + DrainPatience)
        {
            KeepBusy(0.001);
        }

        return (Clock.Now - began) / 1e6;
    }

    /// <summary>Says nothing more, waits for what is under way, and answers what is missing or was wrong.</summary>
    internal IReadOnlyList<string> Finish()
    {
        _isStopping = true;
        GoOnUntil(() => Missing() == 0, Clock.Now + DrainPatience);
        List<string> faults = [.. ConnectionFaults()];
        Say("messages lost by the others", Missing());
        Say("messages out of order", Clients.Where(IsOther).Sum(client => client.Order.Misplaced));
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
        if (!IsOther(client))
        {
            return;
        }

        Counted++;
        client.Order.Take(message.Slot, message.Sequence);
        if (IsMeasuring)
        {
            Latency.Record(Fleet.Now - message.MeantFor);
        }
    }

    internal override void Updated(LoadClient client, in UpdateHead update, ReadOnlySpan<byte> patch)
    {
        if (!IsOther(client))
        {
            _slowTimeMs = (long)update.RoomTimeMs;
        }
    }

    internal override void Handled(LoadClient client)
    {
        if (!IsOther(client))
        {
            OldestMs = Math.Max(OldestMs, AgeMs);
        }
    }

    protected override long Work(long now)
    {
        while (!_isStopping && _sends!.TryTake(now, out var turn, out var meantFor))
        {
            Say(Clients[turn], meantFor);
        }

        for (; now >= _nextSip; _nextSip += SipInterval)
        {
            Fleet.Sip(_slow, SipBytes);
        }

        return Math.Min(_nextSip, _isStopping ? long.MaxValue : _sends!.NextDue);
    }

    private long AgeMs => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - _slowTimeMs;

    private bool IsOther(LoadClient client) => client != _slow;

    private long Missing() =>
        (Clients.Sum(client => (long)client.Sent) * (_members - 1)) - Clients.Where(IsOther).Sum(client => client.Order.Arrived);
}
