using GameServer.Actors;
using GameServer.Gateway;
using GameServer.Rooms;
using GameServer.Sessions;

namespace GameServer;

/// <summary>The running parts of this process, as <see cref="ServerBuilder"/> put them together.</summary>
internal sealed record Node(
    ActorSystem Actors,
    ActorRef RoomHost,
    RoomTable Rooms,
    SessionTable Sessions,
    ISessionDoor Door,
    ConnectionRegistry Connections,
    TurnWatch Watch,
    ServerFigures Figures) : IDisposable
{
    /// <inheritdoc />
    public void Dispose()
    {
        Figures.Dispose();
        Connections.Dispose();
        Watch.Dispose();
        Actors.Dispose();
    }
}
