using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>The author's handlers, without the room's message types. Every call names the handler that runs.</summary>
internal interface IRoomAuthor
{
    /// <summary>The class has fields that OnActivated rebuilds: they are stale after a rollback.</summary>
    bool RebuildsFields { get; }

    void OnCreated();

    void OnActivated();

    JoinDecision OnJoining(Player player, JoinOptions options);

    void OnJoined(Player player);

    void OnCommand(Player player, IMessage command);

    void OnTold(IMessage command);

    void OnTick(Tick tick);

    void OnTimer(string key, ByteString command);

    void OnAway(Player player);

    void OnBack(Player player);

    void OnLeft(Player player, LeaveReason reason);

    void OnClosing();

    /// <summary>Runs a closure that the author handed in earlier.</summary>
    void Continue(string handler, Action closure);
}
