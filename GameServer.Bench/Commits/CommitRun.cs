using GameServer.Actors;
using GameServer.Bench.Load;
using GameServer.Bench.Load.Client;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Storage;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace GameServer.Bench.Commits;

/// <summary>The product's committer with busy rooms around it, in this process, on one store.</summary>
internal sealed class CommitRun(CommitPlace place, CommitShape shape, CommitOptions options)
{
    private const int Patience = 60;

    // As the product has it for its committers.
    private static readonly ActorOptions _committer = new()
    {
        DataLaneMax = 65_536,
        ControlLaneMax = 1_048_576,
        Supervision = Supervision.Resume,
    };

    private readonly CommitBoard _board = new();
    private readonly List<string> _faults = [];

    internal async Task<CommitResult> RunAsync()
    {
        await using var store = new BatchMeter(await RoomStores.OpenAsync(place.New(), CancellationToken.None).ConfigureAwait(false));
        var births = await CommitRooms.MakeAsync(store, shape.Rooms).ConfigureAwait(false);
        var scheduler = new InlineScheduler(TimeProvider.System);
        using var actors = new ActorSystem(new ActorSystemOptions(new AlarmClock(), scheduler, 1));
        using var meter = new RoomMeter(TimeProvider.System);
        var health = new StoreHealth(NullLogger<StoreHealth>.Instance);
        var parts = new StoreParts(store, new WorkEdge(), health, CommitRooms.Owner, meter);
        var committers = new Committers([.. Enumerable.Range(0, place.Committers)
            .Select(index => actors.Spawn($"committer-{index}", () => new Committer(parts), _committer))]);
        var rooms = births
            .Select(birth => actors.Spawn(birth.Id.Value, () => new BusyRoom(
                birth.Id, CommitRooms.Kernel(birth), committers.Of(birth.Id), _board, shape.InFlight)))
            .ToList();
        await AwaitAsync(() => _board.Ready == rooms.Count, "the rooms to be ready").ConfigureAwait(false);

        using var pace = shape.InFlight == 0 ? new CommitPace(rooms, shape.PerSecond) : null;
        await Task.Delay(TimeSpan.FromSeconds(options.WarmUpSeconds)).ConfigureAwait(false);
        store.Take();
        _board.Begin();
        var began = Clock.Now;
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds)).ConfigureAwait(false);
        var seconds = (Clock.Now - began) / (double)Clock.Second;
        var (commands, logBytes, latency) = _board.End();
        var batches = store.Take();

        pace?.Dispose();
        rooms.ForEach(room => room.Tell(BusyRoom.Rest.Instance));
        await AwaitAsync(() => _board.Rested == rooms.Count, "the last commits").ConfigureAwait(false);
        await CheckAsync(store, births.Select(birth => birth.Id)).ConfigureAwait(false);
        await actors.StopAsync(TimeSpan.FromSeconds(Patience)).ConfigureAwait(false);
        return new CommitResult(Figures(commands, logBytes, latency, batches, seconds), batches, commands, _faults);
    }

    // What the rooms believe to be committed is what the store has.
    private async Task CheckAsync(IRoomStore store, IEnumerable<RoomId> rooms)
    {
        foreach (var room in rooms)
        {
            var row = await store.FindAsync(room, CancellationToken.None).ConfigureAwait(false);
            if (row?.Version != _board.VersionOf(room))
            {
                _faults.Add($"room {room.Value} is stored at version {row?.Version.Value}, not {_board.VersionOf(room).Value}");
            }
        }

        if (_board.Faults > 0)
        {
            _faults.Add($"{_board.Faults} commands or appends were refused");
        }
    }

    private static Figures Figures(long commands, long logBytes, Histogram latency, IReadOnlyList<BatchSize> batches, double seconds)
    {
        var figures = new Figures();
        var appends = batches.Sum(batch => (double)batch.Rooms);
        figures.Add("commandsPerSecond", commands / seconds);
        figures.AddTimes(latency);
        figures.Add("batchesPerSecond", batches.Count / seconds);
        figures.Add("roomsPerBatch", appends / batches.Count);
        figures.Add("commandsPerAppend", commands / appends);
        figures.Add("logBytesPerCommand", logBytes / (double)commands);
        return figures;
    }

    private static async Task AwaitAsync(Func<bool> condition, string what)
    {
        for (var deadline = Clock.Now + (Patience * Clock.Second); !condition(); await Task.Delay(1).ConfigureAwait(false))
        {
            if (Clock.Now > deadline)
            {
                throw new BenchFailure($"Waited in vain for {what}.");
            }
        }
    }
}

/// <summary>What one run showed.</summary>
/// <param name="Figures">What was measured.</param>
/// <param name="Batches">The batches of the measured window.</param>
/// <param name="Commands">Committed in it.</param>
/// <param name="Faults">What must not be.</param>
internal sealed record CommitResult(Figures Figures, IReadOnlyList<BatchSize> Batches, long Commands, IReadOnlyList<string> Faults);
