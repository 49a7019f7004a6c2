using GameServer.Protocol.Identity;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>What a room's handlers can do, as changes of the present turn's ledger and output.</summary>
internal sealed class RoomRuntime<TState, TCommand, TEvent>(
    TurnScope scope, TState state, Membership membership, PendingWorks works) : IRoomRuntime<TState, TCommand, TEvent>
    where TState : class, IMessage<TState>, new()
    where TCommand : class, IMessage<TCommand>, new()
    where TEvent : class, IMessage<TEvent>, new()
{
    private const int TimersMax = 10_000;
    private const int TimerKeyCharsMax = 128;
    private static readonly TimeSpan _timerDelayMax = TimeSpan.FromDays(3650);

    public TState State => Here.Of(state);

    public RoomId Id => scope.Birth.Id;

    public string Key => scope.Birth.Key;

    public DateTimeOffset Now => scope.Now;

    public RoomRandom Random => Here.Of(scope.Random);

    public IReadOnlyList<Player> Players => Here.Of(scope).Ledger.Roster.Players;

    public RoomProperties Properties => Here.Of(scope.Properties);

    public RoomLoad Load => Here.Of(scope).Ledger.Load;

    public IRooms Rooms { get; } = new OtherRooms(scope, works);

    private RunningHandler Here => scope.Running;

    public void Broadcast(TEvent roomEvent, Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(roomEvent);
        if (Here.Of(scope).Ledger.Roster.Count > 0)
        {
            scope.Output.Broadcast(roomEvent, delivery);
        }
    }

    public void Send(Player player, TEvent roomEvent, Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(roomEvent);
        scope.Output.Send(Here.Of(membership).Demand(player, nameof(Send)).Number, roomEvent, delivery);
    }

    public void Reply(TEvent reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        CommandInHand(nameof(Reply)).ReplyWith(reply.ToByteString());
    }

    public void Reject(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        CommandInHand(nameof(Reject)).Reject(reason);
    }

    public void Kick(Player player, string reason)
    {
        var member = Here.Of(membership).Demand(player, nameof(Kick));
        membership.Remove(member, LeaveReason.Kicked, reason, 0);
    }

    public void Close(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var ledger = Here.Of(scope).Ledger;
        scope.Ledger = ledger with { End = ledger.End ?? new RoomEnd(reason, AuthorTold: false) };
    }

    public void Schedule(string key, TimeSpan delay, TCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (string.IsNullOrEmpty(key) || key.Length > TimerKeyCharsMax)
        {
            throw new ArgumentException($"A timer's key has 1 to {TimerKeyCharsMax} characters.", nameof(key));
        }

        if (delay < TimeSpan.Zero || delay > _timerDelayMax)
        {
            throw new ArgumentOutOfRangeException(nameof(delay), delay, "A timer's delay is 0 to 3,650 days; to stop one, call Cancel.");
        }

        var timers = Here.Of(scope).Ledger.Timers;
        if (timers.Count >= TimersMax && timers.Find(key) is null)
        {
            throw new InvalidOperationException($"A room has at most {TimersMax:N0} timers; cancel one or use its key again.");
        }

        scope.Ledger = scope.Ledger with { Timers = timers.With(key, scope.Now + delay, command.ToByteString()) };
    }

    public void Cancel(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        scope.Ledger = Here.Of(scope).Ledger with { Timers = scope.Ledger.Timers.Without(key) };
    }

    public void Await<T>(Func<CancellationToken, Task<T>> work, Action<T> then, Action<Exception>? failed)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(then);
        var id = Here.Of(works).Expect(new PendingWork.Continuation("Await", value => then((T)value!), failed));
        scope.Output.Say(new RoomEffect.StartWork(id, async cancel => await work(cancel).ConfigureAwait(false)));
    }

    private CommandInHand CommandInHand(string method) => Here.Of(scope).Command
        ?? throw new InvalidOperationException($"{method} answers a member's command: it can be called only inside OnCommand.");
}
