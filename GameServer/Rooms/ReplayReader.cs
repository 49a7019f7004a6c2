using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>Reads from the log what a member missed and hands its attachment in again with it. Used on the room's turn.</summary>
internal sealed class ReplayReader(RoomId room, int bytesMax, StoreDesk desk, ActorRef self)
{
    internal void Read(RoomEffect.ReplayWanted wanted) => desk.Ask(
        (store, cancel) => store.ReadLogAsync(room, wanted.After, wanted.UpTo, bytesMax, cancel),
        records => self.TellAlways(wanted.Attach with { Replay = Turns(records) }));

    private static List<TurnRecord> Turns(IReadOnlyList<StoredRecord> records)
    {
        List<TurnRecord> turns = [];
        foreach (var record in records)
        {
            turns.AddRange(RoomRecord.Parser.ParseFrom(record.Turns.Span).Turns);
        }

        return turns;
    }
}
