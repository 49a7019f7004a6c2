using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>Calls one room's handlers and says which one runs.</summary>
internal sealed class RoomAuthor<TState, TCommand, TEvent>(
    Room<TState, TCommand, TEvent> room, RunningHandler running, bool rebuildsFields) : IRoomAuthor
    where TState : class, IMessage<TState>, new()
    where TCommand : class, IMessage<TCommand>, new()
    where TEvent : class, IMessage<TEvent>, new()
{
    private static readonly MessageParser<TCommand> _commands = new(() => new TCommand());

    public bool RebuildsFields => rebuildsFields;

    public void OnCreated()
    {
        running.Is(nameof(OnCreated));
        room.OnCreated();
        running.Is(null);
    }

    public void OnActivated()
    {
        running.Is(nameof(OnActivated));
        room.OnActivated();
        running.Is(null);
    }

    public JoinDecision OnJoining(Player player, JoinOptions options)
    {
        running.Is(nameof(OnJoining));
        var decision = room.OnJoining(player, options);
        running.Is(null);
        return decision;
    }

    public void OnJoined(Player player)
    {
        running.Is(nameof(OnJoined));
        room.OnJoined(player);
        running.Is(null);
    }

    public void OnCommand(Player player, IMessage command)
    {
        running.Is(nameof(OnCommand));
        room.OnCommand(player, (TCommand)command);
        running.Is(null);
    }

    public void OnTold(IMessage command)
    {
        running.Is(nameof(OnTold));
        room.OnTold((TCommand)command);
        running.Is(null);
    }

    public void OnTick(Tick tick)
    {
        running.Is(nameof(OnTick));
        room.OnTick(tick);
        running.Is(null);
    }

    public void OnTimer(string key, ByteString command)
    {
        running.Is(nameof(OnTimer));
        room.OnTimer(key, _commands.ParseFrom(command));
        running.Is(null);
    }

    public void OnAway(Player player)
    {
        running.Is(nameof(OnAway));
        room.OnAway(player);
        running.Is(null);
    }

    public void OnBack(Player player)
    {
        running.Is(nameof(OnBack));
        room.OnBack(player);
        running.Is(null);
    }

    public void OnLeft(Player player, LeaveReason reason)
    {
        running.Is(nameof(OnLeft));
        room.OnLeft(player, reason);
        running.Is(null);
    }

    public void OnClosing()
    {
        running.Is(nameof(OnClosing));
        room.OnClosing();
        running.Is(null);
    }

    public void Continue(string handler, Action closure)
    {
        running.Is(handler);
        closure();
        running.Is(null);
    }
}
