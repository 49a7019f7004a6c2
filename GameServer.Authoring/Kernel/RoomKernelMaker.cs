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

    /// <param name="room">A fresh instance, used by no other kernel.</param>
    /// <param name="birth">What the room is.</param>
    /// <param name="state">The authoritative state, for whoever looks at it between turns.</param>
    internal IRoomKernel Make(Room<TState, TCommand, TEvent> room, RoomBirth birth, out TState state)
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
        return new RoomKernel(scope, schema, author, stream, runner, remainder, goodbye);
    }
}
