using GameServer.Actors;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>The committers of this node; each room has one of them for life. Immutable.</summary>
internal sealed class Committers(IReadOnlyList<ActorRef> slices)
{
    private const uint HashStart = 2166136261;
    private const uint HashStep = 16777619;

    internal ActorRef Of(RoomId room)
    {
        var hash = HashStart;
        foreach (var letter in room.Value)
        {
            hash = unchecked((hash ^ letter) * HashStep);
        }

        return slices[(int)(hash % (uint)slices.Count)];
    }
}
