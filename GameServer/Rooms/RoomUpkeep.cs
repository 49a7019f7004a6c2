using GameServer.Actors;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>
/// What the store's rooms need from time to time: those that a lost process ran, or that are to be kept alive, are opened when the node
/// starts; sleepers when they are due; what has been kept for long enough is removed. Runs on its own turn.
/// </summary>
internal sealed class RoomUpkeep(RoomParts parts, StorageOptions options, ActorRef host) : Actor
{
    private const int PageRooms = 200;
    private const int HopelessMax = 10_000;
    private const string LookTimer = "look";
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TakesRestAfter = TimeSpan.FromSeconds(2);
    // A server that is started often prunes too; what its start needs of the store comes first.
    private static readonly TimeSpan PrunesFirstAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PrunesEvery = TimeSpan.FromHours(1);

    private readonly HashSet<RoomId> _hopeless = [];
    private StoreDesk? _desk;
    private RoomId? _strandedAfter = new RoomId("");
    private bool _takesAll = true;
    private bool _isLooking;

    /// <summary>It is time to look for rooms to open.</summary>
    internal sealed record Look : IControlMessage
    {
        internal static readonly Look Instance = new();
    }

    /// <summary>It is time to remove what is not kept any more.</summary>
    internal sealed record Prune : IControlMessage
    {
        internal static readonly Prune Instance = new();
    }

    /// <summary>A node is gone: the rooms that it ran are to be opened.</summary>
    internal sealed record NodeGone : IControlMessage
    {
        internal static readonly NodeGone Instance = new();
    }

    /// <summary>Rooms that another node should have opened and has not are opened too.</summary>
    internal sealed record TakeRest : IControlMessage
    {
        internal static readonly TakeRest Instance = new();
    }

    /// <summary>The rooms of a page are open, but for those that this server cannot run.</summary>
    internal sealed record Woken(IReadOnlyList<RoomId> Hopeless) : IControlMessage;

    /// <inheritdoc />
    protected internal override void OnStart()
    {
        _desk = new StoreDesk(parts.Store, Context);
        Context.StartTimer("prune", PrunesFirstAfter, Prune.Instance);
        if (parts.Types.AnyPlaced && parts.Neighbours.IsHost)
        {
            Wake();
        }
    }

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
        switch (message)
        {
            case StoreDesk.Tried tried:
                _desk!.Receive(tried);
                break;
            case StoreDesk.TryAgain again:
                _desk!.Receive(again);
                break;
            case Look:
                Wake();
                break;
            case NodeGone when parts.Neighbours.IsHost:
                LookForStranded(takesAll: false);
                Context.StartTimer("rest", TakesRestAfter, TakeRest.Instance);
                break;
            case TakeRest:
                LookForStranded(takesAll: true);
                break;
            case Woken woken:
                Woke(woken.Hopeless);
                break;
            case Prune:
                PruneSome();
                break;
        }
    }

    /// <inheritdoc />
    protected internal override void OnStop() => _desk?.Dispose();

    private void Wake()
    {
        _isLooking = true;
        if (parts.Table.Count >= parts.Options.RoomsMax || !parts.Lease.Holds)
        {
            LookLater();
        }
        else if (_strandedAfter is { } after)
        {
            var self = parts.Lease.Owner;
            _desk!.Ask((store, cancel) => store.StrandedAsync(self, after, PageRooms, cancel), rooms => Stranded(rooms, after));
        }
        else
        {
            var (now, most) = (Context.Now, PageRooms + _hopeless.Count);
            _desk!.Ask((store, cancel) => store.DueAsync(now, most, cancel), Due);
        }
    }

    // A look that is under way begins again from the first room with its next page.
    private void LookForStranded(bool takesAll)
    {
        _takesAll = takesAll;
        _strandedAfter = new RoomId("");
        if (_isLooking)
        {
            return;
        }

        Context.CancelTimer(LookTimer);
        Wake();
    }

    private void Stranded(IReadOnlyList<RoomId> rooms, RoomId after)
    {
        if (_strandedAfter == after)
        {
            _strandedAfter = rooms.Count == PageRooms ? rooms[^1] : null;
        }

        Open(_takesAll ? rooms : rooms.Where(parts.Neighbours.LooksAfter).ToList());
    }

    private void Due(IReadOnlyList<RoomId> rooms) => Open(rooms.Where(room => !_hopeless.Contains(room)).ToList());

    private void Open(IReadOnlyList<RoomId> rooms)
    {
        if (rooms.Count > 0)
        {
            Context.Tell(host, new HostMessage.Wake(rooms, Context.Self));
        }
        else
        {
            LookOn();
        }
    }

    private void LookOn()
    {
        if (_strandedAfter is null)
        {
            LookLater();
        }
        else
        {
            Wake();
        }
    }

    private void LookLater()
    {
        _isLooking = false;
        Context.StartTimer(LookTimer, LooksEvery, Look.Instance);
    }

    // What cannot be run is asked about no more until the server is started again, or until there is too much of it to remember.
    private void Woke(IReadOnlyList<RoomId> hopeless)
    {
        if (_hopeless.Count + hopeless.Count > HopelessMax)
        {
            _hopeless.Clear();
        }

        _hopeless.UnionWith(hopeless);
        LookOn();
    }

    private void PruneSome()
    {
        var (history, finished) = (Context.Now.AddHours(-options.HistoryHours), Context.Now.AddHours(-options.FinishedHours));
        _desk!.Ask((store, cancel) => store.PruneAsync(history, finished, cancel), isMore =>
            Context.StartTimer("prune", isMore ? LooksEvery : PrunesEvery, Prune.Instance));
    }
}
