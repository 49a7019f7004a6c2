using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>A room's handlers without its message types: how the kernel reaches what authors see as protected methods.</summary>
internal interface IRoomHandlers
{
    void OnCreated();

    void OnUpcast(int fromVersion);

    void OnActivated();

    JoinDecision OnJoining(Player player, JoinOptions options);

    void OnJoined(Player player);

    void OnCommand(Player player, IMessage command);

    void OnTold(IMessage command);

    void OnTick(Tick tick);

    void OnOverload(RoomLoad load);

    void OnTimer(string key, IMessage command);

    void OnAway(Player player);

    void OnBack(Player player);

    void OnLeft(Player player, LeaveReason reason);

    void OnClosing();
}
