using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring;

/// <summary>
/// Runs a room in a test, on the very kernel that the server runs it on, without a socket and without a clock:
/// <c>var room = RoomHarness.Of(new ArenaRoom());</c>
/// </summary>
public static class RoomHarness
{
    /// <summary>Makes the room: OnCreated and OnActivated have run when this returns.</summary>
    /// <param name="room">A fresh instance, used by this harness only.</param>
    /// <param name="options">Seed, start time, key, properties; null: the defaults.</param>
    /// <exception cref="InvalidOperationException">The class or its settings would stop a server's start; the message says why.</exception>
    public static RoomHarness<TState, TCommand, TEvent> Of<TState, TCommand, TEvent>(
        Room<TState, TCommand, TEvent> room, HarnessOptions? options = null)
        where TState : class, IMessage<TState>, new()
        where TCommand : class, IMessage<TCommand>, new()
        where TEvent : class, IMessage<TEvent>, new()
    {
        Demand(room);
        return new RoomHarness<TState, TCommand, TEvent>(room, options ?? new HarnessOptions());
    }

    /// <summary>
    /// Goes on with a room of a running server, from its history as <c>GameServer rooms history --export</c> writes it: to see in a test
    /// what its next turns do. OnActivated has run when this returns, and all members are away, as after a restart;
    /// <see cref="RoomHarness{TState, TCommand, TEvent}.Return"/> brings them back.
    /// </summary>
    /// <param name="room">A fresh instance, used by this harness only.</param>
    /// <param name="file">The bytes of the history file.</param>
    /// <param name="at">The version to go on from; null: the newest.</param>
    /// <exception cref="RoomHistoryException">The file is damaged, does not reach the version, or the room has ended.</exception>
    /// <exception cref="InvalidOperationException">The class or its settings would stop a server's start; the message says why.</exception>
    public static RoomHarness<TState, TCommand, TEvent> Load<TState, TCommand, TEvent>(
        Room<TState, TCommand, TEvent> room, ReadOnlyMemory<byte> file, RoomVersion? at = null)
        where TState : class, IMessage<TState>, new()
        where TCommand : class, IMessage<TCommand>, new()
        where TEvent : class, IMessage<TEvent>, new()
    {
        Demand(room);
        var history = HarnessHistory.Of(file, room.Settings.Version, at);
        return new RoomHarness<TState, TCommand, TEvent>(room, history);
    }

    private static void Demand<TState, TCommand, TEvent>(Room<TState, TCommand, TEvent> room)
        where TState : class, IMessage<TState>, new()
        where TCommand : class, IMessage<TCommand>, new()
        where TEvent : class, IMessage<TEvent>, new()
    {
        ArgumentNullException.ThrowIfNull(room);
        var type = room.GetType();
        var refusal = RoomClass.Of(type, type.Name) switch
        {
            RoomClassAnswer.Unfit unfit => unfit.Reason,
            RoomClassAnswer.Fit fit => fit.Class.Refusal(room),
            _ => null,
        };
        if (refusal is not null)
        {
            throw new InvalidOperationException(refusal);
        }
    }
}

/// <summary>A room in a test. Everything happens when the test says so, in the order it says, and the same every time.</summary>
public sealed class RoomHarness<TState, TCommand, TEvent>
    where TState : class, IMessage<TState>, new()
    where TCommand : class, IMessage<TCommand>, new()
    where TEvent : class, IMessage<TEvent>, new()
{
    private readonly IRoomKernel _kernel;
    private readonly RoomHarnessEffects<TState, TCommand, TEvent> _effects;
    private int _seats;

    private readonly List<TurnRecord> _log = [];

    internal RoomHarness(Room<TState, TCommand, TEvent> room, HarnessOptions options)
        : this(
            room,
            new RoomBirth(
                new RoomId("room-1"),
                new RoomNumber(1),
                new RoomTypeName(room.GetType().Name),
                new Epoch(1),
                options.Key,
                options.Properties,
                options.Seed,
                options.Start),
            null)
    {
    }

    internal RoomHarness(Room<TState, TCommand, TEvent> room, HarnessHistory history)
        : this(room, history.Birth, history.History) => _log.InsertRange(0, history.Turns);

    private RoomHarness(Room<TState, TCommand, TEvent> room, RoomBirth birth, RoomHistory? history)
    {
        Now = birth.ActivatedAt;
        var maker = new RoomKernelMaker<TState, TCommand, TEvent>(RoomFields.AnyRebuilt(room.GetType()));
        _kernel = maker.Make(room, birth, history, out var state);
        State = state;
        _effects = new RoomHarnessEffects<TState, TCommand, TEvent>(End);
        Run();
    }

    /// <summary>The authoritative state, live.</summary>
    public TState State { get; }

    /// <summary>The room's time. Only <see cref="Advance"/> and <see cref="Tick"/> move it.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>What the room's listing shows of its properties.</summary>
    public IReadOnlyDictionary<string, string> Properties => new Dictionary<string, string>(_kernel.Listing.Properties);

    /// <summary>What the room's code failed on; empty in a good test.</summary>
    public IReadOnlyList<HarnessFault> Faults => _effects.Faults;

    /// <summary>What the room waits for: Await, Rooms.Create, Rooms.Reserve. The test says how each ends.</summary>
    public IReadOnlyList<HarnessWork> Work => _effects.Work;

    /// <summary>What the room has told other rooms, in order.</summary>
    public IReadOnlyList<(RoomId Room, IMessage Command)> Told => _effects.Told;

    /// <summary>The room has ended.</summary>
    public bool IsClosed => _kernel.IsClosed;

    /// <summary>Why the room has ended; null: it has not.</summary>
    public string? ClosedBecause => _effects.ClosedBecause;

    /// <summary>A player wants in; look at its Status, unless the room admits everybody.</summary>
    /// <param name="name">The display name and, unless joined before under it, a new identity.</param>
    /// <param name="options">What the client hands in.</param>
    /// <param name="rights">What the player's token allows.</param>
    /// <param name="seat">A token of <see cref="Reserve"/>.</param>
    public HarnessPlayer<TState, TCommand, TEvent> Join(
        string name, IReadOnlyDictionary<string, string>? options = null, IEnumerable<string>? rights = null, string seat = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var player = new Player(new PlayerId(name), default, name, (rights ?? []).ToHashSet(), IsGuest: rights is null);
        var joining = _effects.Add(new HarnessPlayer<TState, TCommand, TEvent>(this, player, _kernel.Epoch));
        Run(new RoomInput.Join(joining.Address, player, options ?? new Dictionary<string, string>(), seat, 0));
        return joining;
    }

    /// <summary>
    /// A member of a loaded room comes back, with a client that knows nothing as yet. Who is no member is told so: see its Status.
    /// </summary>
    /// <param name="id">The member's identity.</param>
    public HarnessPlayer<TState, TCommand, TEvent> Return(PlayerId id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id.Value, nameof(id));
        var player = new Player(id, default, id.Value, new HashSet<string>(), IsGuest: true);
        var returning = _effects.Add(new HarnessPlayer<TState, TCommand, TEvent>(this, player, _kernel.Epoch));
        Run(new RoomInput.Attach(returning.Address, id, null, default, 0));
        return returning;
    }

    /// <summary>Keeps a place; its token goes to Join.</summary>
    /// <exception cref="InvalidOperationException">The room has no free place.</exception>
    public string Reserve(TimeSpan lifetime, string? onlyFor = null)
    {
        var seat = $"seat-{++_seats}";
        Run(new RoomInput.Reserve(seat, onlyFor is null ? null : new PlayerId(onlyFor), Now + lifetime));
        return _effects.RefusedSeats.TryGetValue(seat, out var refusal) ? throw new InvalidOperationException(refusal) : seat;
    }

    /// <summary>Hands a command to the room's OnTold.</summary>
    public void Tell(TCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        Run(new RoomInput.Told(command.Clone()));
    }

    /// <summary>Lets time pass; everything that falls due on the way happens at its time.</summary>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        var until = Now + time;
        while (_kernel.NextDue is { } due && due <= until)
        {
            Now = due > Now ? due : Now;
            Run();
        }

        Now = until;
    }

    /// <summary>Lets so many ticks happen, and what falls due between them.</summary>
    /// <exception cref="InvalidOperationException">The room is tickless.</exception>
    public void Tick(int count = 1)
    {
        var rate = _kernel.Settings.TickRate;
        if (rate == 0)
        {
            throw new InvalidOperationException("The room is tickless: its TickRate is 0. Use Advance.");
        }

        Advance(TimeSpan.FromTicks(TimeSpan.TicksPerSecond / rate) * count);
    }

    /// <summary>
    /// Says how well the room keeps up with its ticks, which takes no time in a test: while it is overloaded, players are refused and
    /// fewer ticks are published.
    /// </summary>
    public void Overload(RoomLoad load) => Run(new RoomInput.Overload(load));

    internal void Run(params RoomInput[] inputs)
    {
        var effects = _kernel.RunTurn(Now, inputs);
        _log.AddRange(RoomRecord.Parser.ParseFrom(effects.Record.Span).Turns);
        _effects.Apply(effects);
        foreach (var wanted in effects.OfType<RoomEffect.ReplayWanted>())
        {
            Run(wanted.Attach with { Replay = [.. _log.Where(turn => turn.Version > wanted.After.Value)] });
        }
    }

    private void End(long workId, object? value, Exception? error) => Run(new RoomInput.WorkDone(workId, value, error));
}
