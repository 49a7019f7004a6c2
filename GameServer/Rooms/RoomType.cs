using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>A registered room class under its name. Immutable.</summary>
/// <param name="Class">What runs.</param>
/// <param name="Settings">Of a sample instance.</param>
/// <param name="NewRoom">Makes an instance for each activation.</param>
internal sealed record RoomType(RoomClass Class, RoomSettings Settings, Func<object> NewRoom)
{
    internal RoomTypeName Name => Class.Name;

    internal RoomSchema Schema => Class.Schema;

    /// <summary>Its rooms outlive their process.</summary>
    internal bool IsDurable { get; } = Settings.Durability is not Durability.VolatileDurability;

    /// <summary>The cluster is to know of each of its rooms, durable or not.</summary>
    internal bool IsClustered { get; init; }

    /// <summary>The store says which node runs each of its rooms.</summary>
    internal bool IsPlaced => IsDurable || IsClustered;

    internal IRoomKernel NewKernel(RoomBirth birth) => Class.Create(NewRoom(), birth);

    /// <exception cref="RoomHistoryException">The history cannot be read.</exception>
    internal IRoomKernel Restore(RoomBirth birth, RoomHistory history) => Class.Restore(NewRoom(), birth, history);
}
