using GameServer.Protocol.Identity;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>What a room's protected members delegate to; implemented by the kernel.</summary>
internal interface IRoomRuntime<TState, TCommand, TEvent>
    where TState : class, IMessage<TState>, new()
    where TCommand : class, IMessage<TCommand>, new()
    where TEvent : class, IMessage<TEvent>, new()
{
    TState State { get; }

    RoomId Id { get; }

    string Key { get; }

    DateTimeOffset Now { get; }

    RoomRandom Random { get; }

    IReadOnlyList<Player> Players { get; }

    RoomProperties Properties { get; }

    RoomLoad Load { get; }

    IRooms Rooms { get; }

    void Broadcast(TEvent roomEvent, Delivery delivery);

    void Send(Player player, TEvent roomEvent, Delivery delivery);

    void Reply(TEvent reply);

    void Reject(string reason);

    void Kick(Player player, string reason);

    void Close(string reason);

    void Schedule(string key, TimeSpan delay, TCommand command);

    void Cancel(string key);

    void Await<T>(Func<CancellationToken, Task<T>> work, Action<T> then, Action<Exception>? failed);
}
