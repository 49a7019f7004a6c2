using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Rooms;

/// <summary>An operator wants to see a room as its last turn has left it, committed or not.</summary>
/// <param name="Answer">Called once, on the room's turn; null: it could not be activated.</param>
internal sealed record RoomLook(Action<RoomSeen?> Answer) : IControlMessage;

/// <summary>A room that runs, between two turns. Immutable.</summary>
/// <param name="Room">The room.</param>
/// <param name="Epoch">Of its activation.</param>
/// <param name="Snapshot">An encoded RoomSnapshot.</param>
/// <param name="Listing">What a listing would show of it.</param>
/// <param name="CreatedAt">When it was made.</param>
internal sealed record RoomSeen(
    RoomEntry Room, Epoch Epoch, ReadOnlyMemory<byte> Snapshot, RoomListing Listing, DateTimeOffset CreatedAt)
{
    /// <summary>How it keeps up with its ticks; null: it has none.</summary>
    internal TickFigures? Ticks { get; init; }
}

/// <summary>A room that runs, as the room host knows it. Immutable.</summary>
/// <param name="Listing">What a listing shows of it; of one that is not listed only what it was made with.</param>
/// <param name="IsListed">Clients see it.</param>
/// <param name="Members">Away ones too.</param>
/// <param name="Load">How it keeps up with its ticks.</param>
internal readonly record struct RoomSurveyed(RoomListing Listing, bool IsListed, int Members, RoomLoad Load);
