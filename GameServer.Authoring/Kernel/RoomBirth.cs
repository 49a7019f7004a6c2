using GameServer.Protocol.Identity;

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
    DateTimeOffset Now);
