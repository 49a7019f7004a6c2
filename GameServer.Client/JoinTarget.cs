using GameServer.Protocol.V1;

namespace GameServer.Client;

/// <summary>Which room to enter.</summary>
public sealed class JoinTarget
{
    private readonly Action<Join, string> _fill;

    private JoinTarget(Action<Join, string> fill) => _fill = fill;

    /// <summary>This very room.</summary>
    /// <param name="roomId">As listed, or as another member's handle has it.</param>
    public static JoinTarget Id(string roomId) => new((join, _) => join.RoomId = roomId);

    /// <summary>A new room.</summary>
    /// <param name="properties">What the listing shows of it.</param>
    /// <param name="key">Refused with KEY_TAKEN if a room of the type has it; empty for none.</param>
    public static JoinTarget Create(IReadOnlyDictionary<string, string>? properties = null, string key = "") => new((join, type) =>
    {
        join.Create = new CreateRoom { RoomType = type, Key = key };
        Copy(properties, join.Create.Properties);
    });

    /// <summary>The one room of the type that has this key, made if it does not exist.</summary>
    /// <param name="key">Unique among the rooms of the type.</param>
    /// <param name="properties">Of a room that is made.</param>
    public static JoinTarget Key(string key, IReadOnlyDictionary<string, string>? properties = null) => new((join, type) =>
    {
        join.Key = new RoomKey { RoomType = type, Key = key };
        Copy(properties, join.Key.Properties);
    });

    /// <summary>Any room of the type whose properties match and that has a place, else a new one. Best effort.</summary>
    /// <param name="filters">All of them must match.</param>
    /// <param name="properties">Of a room that is made.</param>
    public static JoinTarget Match(
        IEnumerable<PropertyFilter>? filters = null, IReadOnlyDictionary<string, string>? properties = null) => new((join, type) =>
    {
        join.Match = new RoomMatch { RoomType = type };
        join.Match.Filters.AddRange(filters ?? []);
        Copy(properties, join.Match.Properties);
    });

    internal Join ToJoin(string roomType, JoinSettings settings, string nonce)
    {
        var join = new Join { Nonce = nonce, Seat = settings.Seat };
        _fill(join, roomType);
        Copy(settings.Options, join.Options);
        return join;
    }

    private static void Copy(IReadOnlyDictionary<string, string>? from, IDictionary<string, string> to)
    {
        foreach (var (name, value) in from ?? new Dictionary<string, string>())
        {
            to[name] = value;
        }
    }
}

/// <summary>What a player hands in with its wish to join.</summary>
public sealed record JoinSettings
{
    /// <summary>For the room's own join decision.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The token of a reserved seat; empty for none.</summary>
    public string Seat { get; init; } = "";
}
