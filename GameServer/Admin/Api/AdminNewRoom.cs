using System.Text.Json.Nodes;

namespace GameServer.Admin.Api;

/// <summary>A room to be made.</summary>
internal sealed record AdminNewRoom(string? Type, string? Key, IReadOnlyDictionary<string, string>? Properties);

/// <summary>A room that was made.</summary>
internal sealed record AdminMadeRoom(string Id, string Node);

/// <summary>A room to be made of another's past.</summary>
internal sealed record AdminNewFork(string? At, string? Key);

/// <summary>A room that was forked.</summary>
internal sealed record AdminMadeFork(string Id, string ForkedFrom, ulong ForkedAt);

/// <summary>A place to be kept.</summary>
internal sealed record AdminNewSeat(string? Player, int LifetimeMs);

/// <summary>A place that is kept.</summary>
internal sealed record AdminSeat(string Seat, DateTimeOffset ExpiresAt);

/// <summary>A command of the server to a room.</summary>
internal sealed record AdminNewCommand(JsonObject? Command);
