using GameServer.Client.Core;
using GameServer.Client.Loop;
using GameServer.Client.Transport;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Client;

/// <summary>
/// One room as one of its members sees it. Its state changes and its callbacks run where <see cref="GameClientOptions.Callbacks"/> says; in
/// the order: state, events, answers to commands. Methods may be called from any thread.
/// </summary>
/// <typeparam name="TState">The room's state.</typeparam>
/// <typeparam name="TCommand">What members send.</typeparam>
/// <typeparam name="TEvent">What members receive beside the state.</typeparam>
public sealed class RoomHandle<TState, TCommand, TEvent> : IRoomSink
    where TState : class, IMessage<TState>
    where TCommand : class, IMessage<TCommand>
    where TEvent : class, IMessage<TEvent>
{
    private const int EnvelopeBytesMax = 64;

    private readonly ClientLoop _loop;
    private readonly RoomReplica _room;
    private readonly MessageParser _events;
    private readonly Watches _watches = new();

    internal RoomHandle(ClientLoop loop, RoomReplica room, MessageParser events) => (_loop, _room, _events) = (loop, room, events);

    /// <summary>The name by which others may join this room.</summary>
    public string RoomId => _room.Id;

    /// <summary>The room's kind.</summary>
    public string RoomType => _room.Type;

    /// <summary>This member's number in the room, the key of what is its own in the state.</summary>
    public uint PlayerNumber => _room.PlayerNumber;

    /// <summary>
    /// The room's state, always whole: updates are applied at once and in order. Do not change it, and touch it only where callbacks run
    /// (or through <see cref="ReadAsync{T}"/>). After a snapshot this is another object.
    /// </summary>
    public TState State => (TState)_room.State;

    /// <summary>Where the state stands in the room's stream of updates.</summary>
    public Position Position => new(new Epoch(_room.Epoch), new RoomVersion(_room.Version ?? 0));

    /// <summary>True while updates come in; false while the connection is gone.</summary>
    public bool IsAttached => _room.Phase is ReplicaPhase.Following or ReplicaPhase.Doubting or ReplicaPhase.AwaitingSnapshot;

    /// <summary>
    /// True while the room's store is slow or away: updates and answers wait for it, and come when it is back. Commands may be sent.
    /// </summary>
    public bool IsSavingDelayed { get; private set; }

    /// <summary>True when the player is no longer a member; nothing follows.</summary>
    public bool HasLeft => _room.Phase == ReplicaPhase.Left;

    /// <summary>An update is in the state.</summary>
    public event Action<StateChanges>? StateChanged;

    /// <summary>The room sent an event, to all members or to this one, in the room's order.</summary>
    public event Action<TEvent>? EventReceived;

    /// <summary>The room is attached again after a lost connection; what was missed follows.</summary>
    public event Action? Attached;

    /// <summary>Events since the last update are gone for good; the state is not affected.</summary>
    public event Action? EventsLost;

    /// <summary>
    /// The room came back older than this member had seen it; its state follows. What was answered above its <c>LastApplied</c> is undone
    /// and is not sent again by itself; commands without an answer are.
    /// </summary>
    public event Action<RewoundInfo>? Rewound;

    /// <summary>How the room is being served, for members who want to know. Nothing is lost; may be ignored.</summary>
    public event Action<RoomNotice.Types.Kind>? NoticeReceived;

    /// <summary>The membership is over. Told once.</summary>
    public event Action<RoomLeft>? Left;

    /// <summary>
    /// Sends a command. It is applied at most once and in the order of the calls, whatever happens to the connection; the answer tells what
    /// became of it.
    /// </summary>
    /// <param name="command">Encoded before this returns; may be changed afterwards.</param>
    /// <param name="cancel">Stops waiting; the command is sent all the same.</param>
    /// <exception cref="ArgumentException">The command is larger than the server takes.</exception>
    public async Task<CommandReply<TEvent>> SendAsync(TCommand command, CancellationToken cancel = default)
    {
        var payload = command.ToByteString();
        using var trace = CommandTrace.Begin(RoomId, RoomType);
        if (payload.Length + trace.Parent.Length + EnvelopeBytesMax > _loop.Core.Identity?.MessageBytesMax)
        {
            throw new ArgumentException("The command is larger than the server takes.", nameof(command));
        }

        var answer = new TaskCompletionSource<CommandReply<TEvent>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var pending = new PendingCommand(payload, verdict => answer.TrySetResult(ToReply(verdict))) { TraceParent = trace.Parent };
        using var registration = cancel.Register(() => answer.TrySetCanceled(cancel));
        _loop.Post(() => _loop.Core.Command(_room, pending, ClientClock.NowMs));
        var reply = await answer.Task.ConfigureAwait(false);
        trace.Answered(reply.Outcome);
        return reply;
    }

    /// <summary>Leaves the room. Commands without an answer are answered <see cref="CommandOutcome.Unknown"/>.</summary>
    /// <param name="cancel">Stops waiting; the player leaves all the same.</param>
    /// <exception cref="RequestRefusedException">The server refused.</exception>
    /// <exception cref="ConnectionClosedException">The session ended first, and the membership with it or soon after.</exception>
    public async Task LeaveAsync(CancellationToken cancel = default)
    {
        if (!HasLeft)
        {
            await _loop.AskAsync(new ClientRequest.LeaveRoom(_room, Nonces.Next()), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the state where it may be read, from any thread.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="read">Short, and returns nothing that the state goes on to change.</param>
    public Task<T> ReadAsync<T>(Func<TState, T> read) => _loop.CallAsync(() => read(State));

    /// <summary>Calls back when an update has changed one field of the state, or anything in it.</summary>
    /// <param name="fieldNumber">As generated, for example <c>ArenaState.WidthFieldNumber</c>.</param>
    /// <param name="changed">Gets the whole state.</param>
    /// <returns>Ends the callbacks when disposed.</returns>
    public IDisposable OnField(int fieldNumber, Action<TState> changed) => _watches.Add(changes =>
    {
        if (changes.Changes.Any(change => change.Parent is null && change.Field.FieldNumber == fieldNumber))
        {
            changed(State);
        }
    });

    /// <summary>Calls back for the rows of a map field: entities that appear, change and disappear.</summary>
    /// <typeparam name="TKey">The map's key.</typeparam>
    /// <typeparam name="TRow">The map's value.</typeparam>
    /// <param name="fieldNumber">As generated, for example <c>ArenaState.ShipsFieldNumber</c>.</param>
    /// <returns>Ends the callbacks when disposed.</returns>
    public RowWatch<TKey, TRow> OnRows<TKey, TRow>(int fieldNumber)
        where TKey : notnull
    {
        var watch = new RowWatch<TKey, TRow>(fieldNumber, () => _room.State);
        watch.Subscription = _watches.Add(watch.Tell);
        return watch;
    }

    void IRoomSink.OnAttached()
    {
        // Whoever serves the room from here on says so again if its store is away.
        IsSavingDelayed = false;
        Attached?.Invoke();
    }

    void IRoomSink.OnStateChanged(StateChanges changes)
    {
        StateChanged?.Invoke(changes);
        _watches.Tell(changes);
    }

    void IRoomSink.OnEvent(IMessage message) => EventReceived?.Invoke((TEvent)message);

    void IRoomSink.OnEventsLost() => EventsLost?.Invoke();

    void IRoomSink.OnRewound(RewoundInfo rewound) => Rewound?.Invoke(rewound);

    void IRoomSink.OnNotice(RoomNotice.Types.Kind kind)
    {
        IsSavingDelayed = kind switch
        {
            RoomNotice.Types.Kind.SavingDelayed => true,
            RoomNotice.Types.Kind.SavingResumed => false,
            _ => IsSavingDelayed,
        };
        NoticeReceived?.Invoke(kind);
    }

    void IRoomSink.OnLeft(RoomLeft left) => Left?.Invoke(left);

    private CommandReply<TEvent> ToReply(Verdict verdict)
    {
        if (verdict.Reply is not { } reply)
        {
            return new CommandReply<TEvent>(verdict.Outcome, null, verdict.Reason);
        }

        try
        {
            return new CommandReply<TEvent>(verdict.Outcome, (TEvent)_events.ParseFrom(reply), verdict.Reason);
        }
        catch (InvalidProtocolBufferException)
        {
            return new CommandReply<TEvent>(verdict.Outcome, null, "The reply is not of the room's event type.");
        }
    }
}
