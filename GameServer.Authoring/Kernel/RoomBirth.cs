using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>What a kernel is told when its room is made or activated.</summary>
internal sealed record RoomBirth(
    RoomId Id,
    RoomNumber Number,
    RoomTypeName Type,
    Epoch Epoch,
    string Key,
    IReadOnlyDictionary<string, string> Properties,
    ulong Seed,
    DateTimeOffset Now)
{
    /// <summary>When the present activation begins; the room was made at <see cref="Now"/>.</summary>
    internal DateTimeOffset ActivatedAt { get; init; } = Now;

    /// <summary>
    /// Since when the node has been ready to serve players: graces of members who were away already run out only while somebody serves the
    /// room. Null: since the activation began.
    /// </summary>
    internal DateTimeOffset? ServingSince { get; init; }

    /// <summary>What the store keeps of it.</summary>
    internal RoomOrigin ToOrigin() => new()
    {
        Properties = { new Dictionary<string, string>(Properties) },
        Seed = Seed,
        Created = RecordTime.Of(Now),
    };

    /// <summary>A stored room that is activated again.</summary>
    /// <exception cref="RoomHistoryException">The origin is damaged.</exception>
    internal static RoomBirth Again(
        RoomId id, RoomNumber number, RoomTypeName type, Epoch epoch, string key, RoomOrigin origin, DateTimeOffset activatedAt) =>
        new(id, number, type, epoch, key, new Dictionary<string, string>(origin.Properties), origin.Seed, RecordTime.Read(origin.Created))
        {
            ActivatedAt = activatedAt,
        };
}
