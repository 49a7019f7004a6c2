using System.Globalization;
using GameServer.Protocol.Identity;

namespace GameServer;

/// <summary>A moment of a room's life as it is given on the command line. A value, and a closed set.</summary>
internal abstract record RoomsMoment
{
    private RoomsMoment()
    {
    }

    /// <summary>Right after the turn of that version.</summary>
    internal sealed record AtVersion(RoomVersion Version) : RoomsMoment;

    /// <summary>After the last turn that had run by then.</summary>
    internal sealed record AtTime(DateTimeOffset Time) : RoomsMoment;

    /// <summary>A version, a time as in ISO 8601, or so long ago: 57, 2026-11-22T10:15:00Z, -10m. Null: none of these.</summary>
    internal static RoomsMoment? Parse(string text, DateTimeOffset now)
    {
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return new AtVersion(new RoomVersion(version));
        }

        if (Ago(text) is { } ago)
        {
            return new AtTime(now - ago);
        }

        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return text.Length >= "2026-11-22".Length
            && char.IsAsciiDigit(text[0])
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out var time) ? new AtTime(time) : null;
    }

    private static TimeSpan? Ago(string text)
    {
        var ticks = text.Length < 3 || text[0] != '-' ? 0 : text[^1] switch
        {
            's' => TimeSpan.TicksPerSecond,
            'm' => TimeSpan.TicksPerMinute,
            'h' => TimeSpan.TicksPerHour,
            'd' => TimeSpan.TicksPerDay,
            _ => 0,
        };
        return ticks > 0 && uint.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= TimeSpan.FromDays(36_500).Ticks / ticks
            ? TimeSpan.FromTicks(count * ticks)
            : null;
    }
}
