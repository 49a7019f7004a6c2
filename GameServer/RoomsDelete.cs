using System.Text.Json.Nodes;
using GameServer.Protocol.Identity;

namespace GameServer;

/// <summary>`rooms delete`: removes a room that nobody runs with all that is kept of it.</summary>
internal sealed record RoomsDelete(RoomId Room) : IRoomsVerb
{
    public async Task<string?> RunAsync(RoomsDesk desk, CancellationToken cancel)
    {
        if (await desk.Store.DeleteAsync(Room, cancel).ConfigureAwait(false))
        {
            desk.Answer(new JsonObject { ["id"] = Room.Value, ["deleted"] = true }, [$"Room '{Room.Value}' is deleted."]);
            return null;
        }

        return await desk.Store.FindAsync(Room, cancel).ConfigureAwait(false) is null
            ? RoomsDesk.NoRoom(Room)
            : $"Room '{Room.Value}' is placed: a server runs it, or will when it starts again. It can be deleted once it sleeps or has "
            + "finished.";
    }
}
