using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load;

/// <summary>
/// What all loads share: clients get in, are kept busy by <see cref="Work"/>, and are measured over a window. One thread does everything.
/// </summary>
internal abstract class Run : ClientEvents, IDisposable
{
    private const int AtOnce = 64;
    private const long EnterPatience = 60 * Clock.Second;
    private const long ReadingPatience = 3 * Clock.Second;
    private const long BeatInterval = 5 * Clock.Second;

    private readonly ChildServer _server;
    private readonly FeedDialect? _feed;
    private SendSchedule? _beats;

    protected Run(ChildServer server, Target target)
    {
        _server = server;
        _feed = target == Target.Baseline ? null : new FeedDialect();
        Fleet = new Fleet(server.Port, this);
    }

    /// <summary>Sessions at the server as it told last, those of players who are away too; 0 when nobody watches its feed.</summary>
    internal long Sessions => _feed?.Sessions ?? 0;

    protected Fleet Fleet { get; }

    protected List<LoadClient> Clients { get; } = [];

    /// <summary>What the load counts: deliveries, updates, joins.</summary>
    protected long Counted { get; set; }

    /// <summary>The window is being measured.</summary>
    protected bool IsMeasuring { get; private set; }

    public void Dispose() => Fleet.Dispose();

    /// <summary>Opens these clients, some at once, until all are where they want to be. They belong to the load from then on.</summary>
    internal void Enter(IEnumerable<LoadClient> clients)
    {
        var deadline = Clock.Now + EnterPatience;
        var opened = ReadyCount;
        foreach (var client in clients)
        {
            Clients.Add(client);
            Fleet.Open(client);
            opened++;
            Await(() => opened - ReadyCount < AtOnce, deadline);
        }

        Await(() => ReadyCount == opened, deadline);
        _beats = new SendSchedule(Clients.Count, BeatInterval, Clock.Now);
    }

    /// <summary>One more client, which reads what the server counts; none at the baseline.</summary>
    internal void WatchFeed()
    {
        if (_feed is not null)
        {
            Fleet.Open(new LoadClient(-1, new RoomPlace(0, 0, 0), _feed));
            Await(() => _feed.Newest is not null, Clock.Now + EnterPatience);
        }
    }

    internal void KeepBusy(double seconds) => KeepBusyUntil(Clock.Now + (long)(seconds * Clock.Second));

    /// <summary>
    /// The window: at the server from one of its readings to another, so that what it counted fits to what the clients counted.
    /// </summary>
    internal (Sample Before, Sample After) Measure(LoadOptions options)
    {
        AwaitReading();
        IsMeasuring = true;
        var before = Take();
        KeepBusy(options.Seconds);
        while (Counted - before.Counted < options.Deliveries && Fleet.FaultCount == 0)
        {
            KeepBusy(1);
        }

        AwaitReading();
        IsMeasuring = false;
        return (before, Take());
    }

    /// <summary>Goes on until this holds; false when it does not in time.</summary>
    internal bool GoOnUntil(Func<bool> condition, long deadline)
    {
        while (!condition())
        {
            if (Clock.Now > deadline || Fleet.FaultCount > 0)
            {
                return condition();
            }

            Fleet.Step(Clock.Now + (10 * Clock.Millisecond));
        }

        return true;
    }

    internal Sample Take() => new(
        Clock.Now, _server.CpuNanoseconds, CpuClock.OfThisProcess(), Counted, Fleet.BytesReceived, _feed?.Newest);

    /// <summary>Does what is due now; answers when something will be due next.</summary>
    protected virtual long Work(long now) => long.MaxValue;

    /// <summary>What went wrong with the connections so far, and the first things that the server refused.</summary>
    protected IEnumerable<string> ConnectionFaults() =>
    [
        .. Fleet.FaultCount == 0 ? [] : new[] { $"{Fleet.FaultCount} connections failed: {string.Join("; ", Fleet.Faults)}" },
        .. Clients.Select(client => client.Dialect).OfType<GameDialect>().Distinct().SelectMany(dialect => dialect.Refusals),
    ];

    protected void Say(LoadClient client, long meantFor)
    {
        client.Dialect.Say(client, meantFor);
        Fleet.Flush(client);
    }

    private void KeepBusyUntil(long end)
    {
        for (var now = Clock.Now; now < end; now = Clock.Now)
        {
            var due = Work(now);
            while (_beats is not null && _beats.TryTake(now, out var index, out _))
            {
                Beat(Clients[index]);
            }

            Fleet.Step(Math.Min(end, Math.Min(due, _beats?.NextDue ?? long.MaxValue)));
        }
    }

    private void Beat(LoadClient client)
    {
        if (client.Phase == ClientPhase.Ready)
        {
            client.Dialect.Beat(client);
            Fleet.Flush(client);
        }
    }

    private void AwaitReading()
    {
        var count = _feed?.Count;
        for (var deadline = Clock.Now + ReadingPatience; _feed?.Count == count && count is not null && Clock.Now < deadline;)
        {
            KeepBusyUntil(Clock.Now + Clock.Millisecond);
        }
    }

    private void Await(Func<bool> condition, long deadline)
    {
        if (!GoOnUntil(condition, deadline))
        {
            var why = string.Join("; ", ConnectionFaults().Distinct());
            throw new BenchFailure($"{ReadyCount} of {Clients.Count} clients got in. {why}\n{_server.Tail}");
        }
    }
}
