using GameServer.Authoring.Kernel;

namespace GameServer.Rooms;

/// <summary>Which turn of a room runs now, for the watch that names blocked ones. Written by the room, read by the watch.</summary>
internal sealed class RunningTurn(RoomEntry room)
{
    private volatile Turn? _turn;

    internal RoomEntry Room => room;

    /// <summary>The running turn, or null between turns. Each turn is an object of its own.</summary>
    internal Turn? Now => _turn;

    internal void Begin(IRoomKernel kernel, DateTimeOffset since) => _turn = new Turn(kernel, since);

    internal void End() => _turn = null;

    internal sealed record Turn(IRoomKernel Kernel, DateTimeOffset Since);
}
