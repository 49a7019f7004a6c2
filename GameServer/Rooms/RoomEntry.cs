using GameServer.Actors;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>A room that runs on this node, as others on the node reach it. Immutable.</summary>
/// <param name="Id">The room's id.</param>
/// <param name="Number">Its number in frames.</param>
/// <param name="Type">Its registered type.</param>
/// <param name="Key">The key it was made under; empty if none.</param>
/// <param name="Actor">Its actor.</param>
internal sealed record RoomEntry(RoomId Id, RoomNumber Number, RoomType Type, string Key, ActorRef Actor)
{
    /// <summary>Of this activation.</summary>
    internal Epoch Epoch { get; init; } = RoomParts.FirstEpoch;

    internal RoomSchema Schema => Type.Schema;
}
