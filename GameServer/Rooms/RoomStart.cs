using GameServer.Actors;
using GameServer.Authoring.Kernel;

namespace GameServer.Rooms;

/// <summary>What a room's actor is made with.</summary>
/// <param name="Room">The room; the actor in it is the host.</param>
/// <param name="Birth">What its kernel is told.</param>
/// <param name="Stored">What the store has of it; null: it is new.</param>
internal sealed record RoomStart(RoomEntry Room, RoomBirth Birth, StoredRoom? Stored)
{
    internal ActorRef Host => Room.Actor;

    /// <exception cref="Authoring.RoomHistoryException">What is stored of the room cannot be read.</exception>
    internal IRoomKernel NewKernel()
    {
        if (Stored is not { History: var history } stored)
        {
            return Room.Type.NewKernel(Birth);
        }

        var records = history.Records.Select(record => new HistoryRecord(record.Epoch, record.Turns)).ToList();
        return Room.Type.Restore(Birth, new RoomHistory(history.Snapshot, records, stored.TypeVersion) { LeadsTo = stored.Version });
    }
}
