using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using Google.Protobuf;

namespace GameServer.Authoring;

/// <summary>
/// A room: one protobuf message of authoritative state, changed by handlers that run one at a time on the room's own turn.
/// From the state the server derives sync, replay, resume and more; a handler only changes <see cref="State"/>.
/// </summary>
/// <remarks>
/// Handlers are synchronous and must not block. What a handler that throws has done is undone: state, events, timers, properties, random
/// numbers, work, everything. A command it worked on is answered FAILED; a player whose commands have failed three times is removed; a
/// player on whose join it failed is refused; five ticks and timers in a row that fail end the room. A handler may therefore run more than
/// once for the same cause, and must depend on nothing but the state and what it is given. A room keeps nothing that matters in fields of
/// its own; fields that can be rebuilt are marked <see cref="RebuiltOnActivationAttribute"/>, any other mutable field fails the start.
/// Everything here is used on the room's turn only: inside handlers, or in closures given to <see cref="Await"/> and <see cref="Rooms"/>.
/// </remarks>
/// <typeparam name="TState">The state; proto3 without groups and without google.protobuf.Any.</typeparam>
/// <typeparam name="TCommand">What members send to the room.</typeparam>
/// <typeparam name="TEvent">What the room sends to members beside its state.</typeparam>
public abstract class Room<TState, TCommand, TEvent> : IRoomHandlers
    where TState : class, IMessage<TState>, new()
    where TCommand : class, IMessage<TCommand>, new()
    where TEvent : class, IMessage<TEvent>, new()
{
    private IRoomRuntime<TState, TCommand, TEvent>? _runtime;

    /// <summary>How the host runs this room. Read once, before the first turn.</summary>
    public virtual RoomSettings Settings { get; } = new();

    /// <summary>
    /// The authoritative state. Change it in handlers; members see the change when the turn ends. The object stays the same as long as the
    /// room lives, but messages inside it may be others after a rollback: look them up, do not keep them.
    /// </summary>
    protected TState State => Runtime.State;

    /// <summary>The room's id in the cluster.</summary>
    protected RoomId Id => Runtime.Id;

    /// <summary>The key it was made under; empty if none.</summary>
    protected string Key => Runtime.Key;

    /// <summary>The room's time: the same throughout a turn, never going back.</summary>
    protected DateTimeOffset Now => Runtime.Now;

    /// <summary>The room's random source, seeded by the host; the only one a room may use.</summary>
    protected RoomRandom Random => Runtime.Random;

    /// <summary>All members in the order of their numbers, away ones included.</summary>
    protected IReadOnlyList<Player> Players => Runtime.Players;

    /// <summary>What listings show and filters match; changes are published at the end of the turn.</summary>
    protected RoomProperties Properties => Runtime.Properties;

    /// <summary>
    /// How well the room keeps up with its ticks: to do less while it does not. It changes by <see cref="OnOverload"/> only, and every
    /// activation begins calm.
    /// </summary>
    protected RoomLoad Load => Runtime.Load;

    /// <summary>Other rooms: make, reserve, tell.</summary>
    protected IRooms Rooms => Runtime.Rooms;

    private IRoomRuntime<TState, TCommand, TEvent> Runtime =>
        _runtime ?? throw new InvalidOperationException("A room can be used only inside its handlers, not in its constructor.");

    /// <summary>The room was made: fill the first state. Not called again when it is activated elsewhere.</summary>
    protected virtual void OnCreated()
    {
    }

    /// <summary>
    /// A stored room was written by an elder <see cref="RoomSettings.Version"/>: change <see cref="State"/> into what the present one
    /// makes of it; timers and properties may be changed too, but nothing can be sent. Called before <see cref="OnActivated"/>, once:
    /// what comes of it is stored first. A room that fails in it is not activated, and stays stored as it was.
    /// </summary>
    /// <param name="fromVersion">The version that wrote the room.</param>
    protected virtual void OnUpcast(int fromVersion)
    {
    }

    /// <summary>
    /// An activation begins (also the first, after <see cref="OnCreated"/>), or a failed turn was undone and the class has fields that are
    /// marked as rebuilt: rebuild them from the state. A room that fails in it ends; a stored one that fails in it when it is activated
    /// again stays stored.
    /// </summary>
    protected virtual void OnActivated()
    {
    }

    /// <summary>A player wants in; its number is 0 as yet. A full room has refused before this is asked.</summary>
    protected virtual JoinDecision OnJoining(Player player, JoinOptions options) => JoinDecision.Accept;

    /// <summary>The player is a member now. What is sent here reaches it too.</summary>
    protected virtual void OnJoined(Player player)
    {
    }

    /// <summary>A member's command; each is handled exactly once, in the order sent.</summary>
    protected abstract void OnCommand(Player player, TCommand command);

    /// <summary>A command told by another room or by the server itself.</summary>
    protected virtual void OnTold(TCommand command)
    {
    }

    /// <summary>A timed turn; see <see cref="RoomSettings.TickRate"/>.</summary>
    protected virtual void OnTick(Tick tick)
    {
    }

    /// <summary>
    /// The room's load is another one now: <see cref="Load"/> says the same. Called before whatever else the turn brings, also when the
    /// room is calm again; not when an activation begins, which is always calm.
    /// </summary>
    protected virtual void OnOverload(RoomLoad load)
    {
    }

    /// <summary>A timer set by <see cref="Schedule"/> is due.</summary>
    protected virtual void OnTimer(string key, TCommand command)
    {
    }

    /// <summary>A member's connection dropped; its place is kept for <see cref="RoomSettings.Grace"/>.</summary>
    protected virtual void OnAway(Player player)
    {
    }

    /// <summary>An away member is back.</summary>
    protected virtual void OnBack(Player player)
    {
    }

    /// <summary>
    /// The player is no member any more. For <see cref="LeaveReason.RoomClosed"/> it is the room's last word: members keep what they saw
    /// before, and changes of the state go nowhere.
    /// </summary>
    protected virtual void OnLeft(Player player, LeaveReason reason)
    {
    }

    /// <summary>The room ends after this turn; what is changed and sent here is the last that members see.</summary>
    protected virtual void OnClosing()
    {
    }

    /// <summary>Sends an event to all members.</summary>
    /// <param name="roomEvent">The event.</param>
    /// <param name="delivery">What becomes of it where it has to wait; null: <see cref="Delivery.Reliable"/>.</param>
    protected void Broadcast(TEvent roomEvent, Delivery? delivery = null) => Runtime.Broadcast(roomEvent, delivery ?? Delivery.Reliable);

    /// <summary>Sends an event to one member. Kept for it while it is away, as far as the room's replay reaches.</summary>
    /// <param name="player">One of <see cref="Players"/>.</param>
    /// <param name="roomEvent">The event.</param>
    /// <param name="delivery">What becomes of it where it has to wait; null: <see cref="Delivery.Reliable"/>.</param>
    /// <exception cref="ArgumentException">The player is no member.</exception>
    protected void Send(Player player, TEvent roomEvent, Delivery? delivery = null) =>
        Runtime.Send(player, roomEvent, delivery ?? Delivery.Reliable);

    /// <summary>Answers the command being handled; at most once per command.</summary>
    /// <exception cref="InvalidOperationException">No command of a member is being handled, or it has been answered.</exception>
    protected void Reply(TEvent reply) => Runtime.Reply(reply);

    /// <summary>Refuses the command being handled: undoes nothing, so call it before changing the state, and return.</summary>
    /// <param name="reason">A sentence for people; sent to the player.</param>
    /// <exception cref="InvalidOperationException">No command of a member is being handled, or it has been rejected.</exception>
    protected void Reject(string reason) => Runtime.Reject(reason);

    /// <summary>Removes a member; <see cref="OnLeft"/> follows when the present handler has returned.</summary>
    /// <param name="player">One of <see cref="Players"/>.</param>
    /// <param name="reason">A sentence for people; sent to the player.</param>
    /// <exception cref="ArgumentException">The player is no member.</exception>
    protected void Kick(Player player, string reason) => Runtime.Kick(player, reason);

    /// <summary>Ends the room after this turn; all members are told. Only the first call counts.</summary>
    /// <param name="reason">A sentence for people; sent to the members.</param>
    protected void Close(string reason) => Runtime.Close(reason);

    /// <summary>Calls <see cref="OnTimer"/> after a delay. A timer is data: it survives the activation. An equal key replaces.</summary>
    /// <param name="key">The timer's name, 1 to 128 characters.</param>
    /// <param name="delay">From <see cref="Now"/>, 0 to 3,650 days. 0: on the room's next turn, which follows at once.</param>
    /// <param name="command">Handed to <see cref="OnTimer"/> as it is now.</param>
    /// <exception cref="ArgumentException">The key or the delay is out of range.</exception>
    /// <exception cref="InvalidOperationException">The room has 10,000 timers.</exception>
    protected void Schedule(string key, TimeSpan delay, TCommand command) => Runtime.Schedule(key, delay, command);

    /// <summary>Cancels a timer; unknown keys are ignored.</summary>
    protected void Cancel(string key) => Runtime.Cancel(key);

    /// <summary>Does I/O outside the turn; its result is handled on a later turn.</summary>
    /// <remarks>The closures do not survive the activation: after a failover nothing is called. Use a timer for what must happen.</remarks>
    /// <param name="work">Started when this turn has ended; cancelled when the room ends.</param>
    /// <param name="then">Handles the result on the room's turn.</param>
    /// <param name="failed">Handles an exception on the room's turn; null: it is logged.</param>
    /// <exception cref="InvalidOperationException">The room waits for 1,024 outcomes already.</exception>
    protected void Await<T>(Func<CancellationToken, Task<T>> work, Action<T> then, Action<Exception>? failed = null) =>
        Runtime.Await(work, then, failed);

    void IRoomHandlers.OnCreated() => OnCreated();

    void IRoomHandlers.OnUpcast(int fromVersion) => OnUpcast(fromVersion);

    void IRoomHandlers.OnActivated() => OnActivated();

    JoinDecision IRoomHandlers.OnJoining(Player player, JoinOptions options) => OnJoining(player, options);

    void IRoomHandlers.OnJoined(Player player) => OnJoined(player);

    void IRoomHandlers.OnCommand(Player player, IMessage command) => OnCommand(player, (TCommand)command);

    void IRoomHandlers.OnTold(IMessage command) => OnTold((TCommand)command);

    void IRoomHandlers.OnTick(Tick tick) => OnTick(tick);

    void IRoomHandlers.OnOverload(RoomLoad load) => OnOverload(load);

    void IRoomHandlers.OnTimer(string key, IMessage command) => OnTimer(key, (TCommand)command);

    void IRoomHandlers.OnAway(Player player) => OnAway(player);

    void IRoomHandlers.OnBack(Player player) => OnBack(player);

    void IRoomHandlers.OnLeft(Player player, LeaveReason reason) => OnLeft(player, reason);

    void IRoomHandlers.OnClosing() => OnClosing();

    internal void Attach(IRoomRuntime<TState, TCommand, TEvent> runtime) => _runtime = runtime;
}
