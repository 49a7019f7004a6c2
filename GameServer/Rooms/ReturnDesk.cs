using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>
/// Gives back to the host what was asked of a room that is not run here any more, also what was answered in turns that will never have
/// happened: whoever asked hears from the room where it is by then. Used on the room's turn.
/// </summary>
internal sealed class ReturnDesk(RoomId room, ActorRef host, TurnCarrier carrier)
{
    /// <summary>Of a turn's inputs those that nobody asks again: sessions wait for their answers.</summary>
    internal static IReadOnlyList<RoomInput> Kept(IReadOnlyList<RoomInput> inputs)
    {
        List<RoomInput>? kept = null;
        foreach (var input in inputs)
        {
            if (IsAskedOnce(input))
            {
                (kept ??= []).Add(input);
            }
        }

        return kept is null ? [] : kept;
    }

    /// <summary>Commands are dropped: a member whose place moved sends them again when it has been attached.</summary>
    internal void Return(IReadOnlyList<RoomInput> inputs, PlacedJoins placements)
    {
        foreach (var input in inputs)
        {
            if (IsAskedOnce(input))
            {
                host.TellAlways(input switch
                {
                    RoomInput.Join join => placements.Find(join)!,
                    RoomInput.Reserve reserve => new HostMessage.Route(room, carrier.TakeBack(reserve)),
                    RoomInput.Attach attach => new HostMessage.Route(room, attach with { Replay = null }),
                    _ => new HostMessage.Route(room, input),
                });
            }
        }

        carrier.RefuseOrders();
    }

    private static bool IsAskedOnce(RoomInput input) =>
        input is not (RoomInput.Command or RoomInput.Seen or RoomInput.Snapshot or RoomInput.CatchUp or RoomInput.WorkDone
            or RoomInput.Ordered or RoomInput.Overload);
}
