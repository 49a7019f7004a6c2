using GameServer.Cluster;
using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer.Tests.Simulation;

/// <summary>
/// The one database of a simulation, on virtual time. A call travels, waits for the locks of its rows, comes into effect in one moment, its
/// commit, and its answer travels back; each part may be slow or lost. What a process had sent before it was gone may still be made.
/// </summary>
internal sealed class SimDatabase(
    SimAgenda agenda, SimRandom random, SimTrace trace, FaultCounts counts, IRoomStore rows, INodeStore nodes)
{
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly RowLocks _locks = new();
    private readonly Dictionary<SimProcess, TimeSpan> _partedUntil = [];
    private int _outages;
    private bool _isAway;

    /// <summary>What is stored. Each of its calls is one step.</summary>
    internal IRoomStore Rows => rows;

    internal INodeStore Nodes => nodes;

    internal TimeSpan Now => agenda.Now;

    internal StoreWeather Weather { get; set; } = StoreWeather.Fair;

    /// <summary>From now on nobody gets through. Of what is under way some is still committed, and nobody hears of it.</summary>
    internal void GoAway()
    {
        _isAway = true;
        _outages++;
        counts.Add(SimFault.StoreOutage);
    }

    internal void ComeBack()
    {
        _isAway = false;
        _partedUntil.Clear();
    }

    /// <summary>Nothing gets through from that process for so long.</summary>
    internal void Part(SimProcess from, TimeSpan time) => _partedUntil[from] = agenda.Now + time;

    /// <summary>Asks the database from a process.</summary>
    /// <param name="from">Who hears of the answer if it is still there.</param>
    /// <param name="call">The call, for the trace.</param>
    /// <param name="locked">The rooms whose rows it locks; none: it only reads what is committed.</param>
    /// <param name="effect">The call on the rows as they are at its commit.</param>
    /// <param name="cancel">The caller waits no longer; what it asked for may be made all the same.</param>
    internal Task<T> Ask<T>(
        SimProcess from, string call, IEnumerable<RoomId> locked, Func<Task<T>> effect, CancellationToken cancel)
    {
        var asked = new Asked<T>(from, call, effect, Weather.Draw(random));
        cancel.Register(() => asked.Answer.TrySetCanceled(cancel));
        agenda.After(Travel(), () => Arrive(asked, locked));
        return asked.Answer.Task;
    }

    private void Arrive<T>(Asked<T> asked, IEnumerable<RoomId> locked)
    {
        if (asked.From.IsGone && random.OneIn(2))
        {
            return;
        }

        if (_isAway || _partedUntil.GetValueOrDefault(asked.From) > agenda.Now)
        {
            agenda.After(random.Time(Patience), () => Fail(asked));
        }
        else if (asked.Fate == StoreFate.Fails)
        {
            counts.Add(SimFault.StoreFailed);
            agenda.After(Travel(), () => Fail(asked));
        }
        else
        {
            var outages = _outages;
            if (asked.Fate == StoreFate.IsLate)
            {
                counts.Add(SimFault.StoreLate);
                agenda.After(Travel(), () => Fail(asked));
                var isOvertaken = random.OneIn(2);
                var (way, work) = isOvertaken ? (random.Time(Patience), TimeSpan.Zero) : (TimeSpan.Zero, random.Time(Patience));
                agenda.After(way, () => Work(asked, locked, work, outages));
            }
            else
            {
                Work(asked, locked, TimeSpan.Zero, outages);
            }
        }
    }

    private void Work<T>(Asked<T> asked, IEnumerable<RoomId> locked, TimeSpan longer, int outages) =>
        _locks.Take(locked, rooms => agenda.After(Travel() + longer, () => Commit(asked, rooms, outages)));

    private void Commit<T>(Asked<T> asked, IReadOnlyList<RoomId> locked, int outages)
    {
        // An outage since then has broken the connection: some of what was under way was committed.
        var isBroken = outages != _outages;
        if (isBroken && random.OneIn(2))
        {
            _locks.Release(locked);
            Fail(asked);
            return;
        }

        if (asked.From.IsGone)
        {
            counts.Add(SimFault.WriteOfTheDead);
        }

        trace.Note(asked.Call);
        var made = asked.Effect();
        _locks.Release(locked);
        if (asked.Fate == StoreFate.LosesAnswer)
        {
            counts.Add(SimFault.StoreAnswerLost);
        }

        if (asked.Fate == StoreFate.Made && !isBroken)
        {
            agenda.After(Travel(), () => asked.From.Enter(() => asked.End(made)));
        }
        else
        {
            agenda.After(Travel(), () => Fail(asked));
        }
    }

    private TimeSpan Travel()
    {
        if (!random.Chance(Weather.Slow))
        {
            return random.Time(Quick);
        }

        counts.Add(SimFault.StoreSlow);
        return random.Time(Weather.Slowest);
    }

    private static void Fail<T>(Asked<T> asked) =>
        asked.From.Enter(() => asked.Answer.TrySetException(new IOException($"The database did not answer: {asked.Call}.")));

    /// <summary>A call on its way. Only the first end of it is heard.</summary>
    private sealed class Asked<T>(SimProcess from, string call, Func<Task<T>> effect, StoreFate fate)
    {
        internal SimProcess From => from;

        internal string Call => call;

        internal Func<Task<T>> Effect => effect;

        internal StoreFate Fate => fate;

        internal TaskCompletionSource<T> Answer { get; } = new();

        internal void End(Task<T> made)
        {
            if (made.IsCompletedSuccessfully)
            {
                Answer.TrySetResult(made.GetAwaiter().GetResult());
            }
            else
            {
                Answer.TrySetException(made.Exception!.InnerException!);
            }
        }
    }
}
