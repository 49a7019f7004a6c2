using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>Puts the kernel of one room together: the one place that knows all its parts.</summary>
internal sealed class RoomKernelMaker<TState, TCommand, TEvent>(bool rebuildsFields) : IRoomKernelMaker
    where TState : class, IMessage<TState>, new()
    where TCommand : class, IMessage<TCommand>, new()
    where TEvent : class, IMessage<TEvent>, new()
{
    public RoomSettings Settings(object room) => ((Room<TState, TCommand, TEvent>)room).Settings;

    public IRoomKernel Make(object room, RoomBirth birth) => Make((Room<TState, TCommand, TEvent>)room, birth, out _);

    public IRoomKernel Restore(object room, RoomBirth birth, RoomHistory history) =>
        Make((Room<TState, TCommand, TEvent>)room, birth, history, out _);

    internal IRoomKernel Make(Room<TState, TCommand, TEvent> room, RoomBirth birth, out TState state) => Make(room, birth, null, out state);

    /// <param name="room">A fresh instance, used by no other kernel.</param>
    /// <param name="birth">What the room is.</param>
    /// <param name="history">What is stored of it; null: nothing.</param>
    /// <param name="state">The authoritative state, for whoever looks at it between turns.</param>
    /// <exception cref="RoomHistoryException">The history can't be read or applied, or the room has ended.</exception>
    internal IRoomKernel Make(Room<TState, TCommand, TEvent> room, RoomBirth birth, RoomHistory? history, out TState state)
    {
        var settings = room.Settings;
        var scope = new TurnScope(birth, settings);
        var stream = new UpdateStream<TState>(birth, settings, new TEvent().Descriptor);
        var schema = new RoomSchema(stream.State.Descriptor, new TCommand().Descriptor, new TEvent().Descriptor);
        var author = new RoomAuthor(room, scope.Running, schema.CommandParser, rebuildsFields);
        var works = new PendingWorks(scope);
        var membership = new Membership(scope, author, stream);
        var admission = new Admission(scope, author, membership, works);
        var desk = new CommandDesk(scope, author);
        var runner = new StepRunner(scope, author, membership, admission, desk, works);
        var remainder = new StepRemainder(scope, runner, membership, admission, desk, works);
        var goodbye = new RoomGoodbye(scope, author, membership, admission);
        room.Attach(new RoomRuntime<TState, TCommand, TEvent>(scope, stream.State, membership, works));
        state = stream.State;
        var isUpcast = false;
        if (history is { IsEmpty: false })
        {
            isUpcast = new RoomLoader(scope, stream, author).Load(history);
        }
        else
        {
            scope.Epochs.Add(birth.Epoch.Value, 0);
        }

        return new RoomKernel(scope, schema, author, stream, runner, remainder, goodbye, isUpcast);
    }
}
