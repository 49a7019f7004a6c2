using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>What clients may ask a new room to be. Pure.</summary>
internal static class RoomRules
{
    internal const int IdCharsMax = 64;
    internal const int PropertiesMax = 32;
    internal const int NameCharsMax = 64;
    internal const int ValueCharsMax = 256;
    internal const int KeyCharsMax = 128;

    /// <summary>Whether this may be the id of a room at all.</summary>
    internal static bool IsId(RoomId id) => id.Value is { Length: > 0 and <= IdCharsMax } text && text.All(char.IsAsciiLetterOrDigit);

    /// <summary>What is wrong, as a sentence; null when all is well.</summary>
    internal static string? Check(IEnumerable<KeyValuePair<string, string>> properties, string key)
    {
        if (key.Length > KeyCharsMax)
        {
            return $"A room's key has at most {KeyCharsMax} characters.";
        }

        // PostgreSQL keeps no text with it: the store would refuse the room for ever.
        if (key.Contains('\0', StringComparison.Ordinal))
        {
            return "A room's key has no character with the code 0.";
        }

        var count = 0;
        foreach (var (name, value) in properties)
        {
            if (++count > PropertiesMax || name.Length is 0 or > NameCharsMax || value.Length > ValueCharsMax)
            {
                return $"A room has at most {PropertiesMax} properties, with names of 1 to {NameCharsMax} and values of up to "
                    + $"{ValueCharsMax} characters.";
            }
        }

        return null;
    }
}
