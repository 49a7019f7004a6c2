using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>Calls one room's handlers and says which one runs.</summary>
internal sealed class RoomAuthor(IRoomHandlers room, RunningHandler running, MessageParser commands, bool rebuildsFields)
{
    /// <summary>The class has fields that OnActivated rebuilds: they are stale after a rollback.</summary>
    internal bool RebuildsFields => rebuildsFields;

    internal void OnCreated()
    {
        running.Is(nameof(OnCreated));
        room.OnCreated();
        running.Is(null);
    }

    internal void OnUpcast(int fromVersion)
    {
        running.Is(nameof(OnUpcast));
        room.OnUpcast(fromVersion);
        running.Is(null);
    }

    internal void OnActivated()
    {
        running.Is(nameof(OnActivated));
        room.OnActivated();
        running.Is(null);
    }

    internal JoinDecision OnJoining(Player player, JoinOptions options)
    {
        running.Is(nameof(OnJoining));
        var decision = room.OnJoining(player, options);
        running.Is(null);
        return decision;
    }

    internal void OnJoined(Player player)
    {
        running.Is(nameof(OnJoined));
        room.OnJoined(player);
        running.Is(null);
    }

    internal void OnCommand(Player player, IMessage command)
    {
        running.Is(nameof(OnCommand));
        room.OnCommand(player, command);
        running.Is(null);
    }

    internal void OnTold(IMessage command)
    {
        running.Is(nameof(OnTold));
        room.OnTold(command);
        running.Is(null);
    }

    internal void OnTick(Tick tick)
    {
        running.Is(nameof(OnTick));
        room.OnTick(tick);
        running.Is(null);
    }

    internal void OnOverload(RoomLoad load)
    {
        running.Is(nameof(OnOverload));
        room.OnOverload(load);
        running.Is(null);
    }

    internal void OnTimer(string key, ByteString command)
    {
        running.Is(nameof(OnTimer));
        room.OnTimer(key, commands.ParseFrom(command));
        running.Is(null);
    }

    internal void OnAway(Player player)
    {
        running.Is(nameof(OnAway));
        room.OnAway(player);
        running.Is(null);
    }

    internal void OnBack(Player player)
    {
        running.Is(nameof(OnBack));
        room.OnBack(player);
        running.Is(null);
    }

    internal void OnLeft(Player player, LeaveReason reason)
    {
        running.Is(nameof(OnLeft));
        room.OnLeft(player, reason);
        running.Is(null);
    }

    internal void OnClosing()
    {
        running.Is(nameof(OnClosing));
        room.OnClosing();
        running.Is(null);
    }

    /// <summary>Runs a closure that the author handed in earlier.</summary>
    internal void Continue(string handler, Action closure)
    {
        running.Is(handler);
        closure();
        running.Is(null);
    }
}
