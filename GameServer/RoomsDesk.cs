using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GameServer.Authoring.Kernel;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer;

/// <summary>One command about stored rooms, as it was given. A value.</summary>
internal interface IRoomsVerb
{
    /// <returns>Why it was not done, as a sentence; null: it was.</returns>
    Task<string?> RunAsync(RoomsDesk desk, CancellationToken cancel);
}

/// <summary>What the commands about stored rooms work with, beside a running server or without one.</summary>
/// <param name="Store">The rooms.</param>
/// <param name="Classes">The room types that this program knows.</param>
/// <param name="Now">When the command was given.</param>
/// <param name="Ids">Ids of rooms to be made.</param>
/// <param name="Output">Where answers go.</param>
/// <param name="IsJson">Answers are for machines.</param>
internal sealed record RoomsDesk(
    IRoomStore Store,
    IReadOnlyDictionary<RoomTypeName, RoomClass> Classes,
    DateTimeOffset Now,
    IIdSource Ids,
    TextWriter Output,
    bool IsJson)
{
    private static readonly JsonSerializerOptions _json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>To the millisecond, as the commands read it too.</summary>
    internal static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    internal static string NoRoom(RoomId room) => $"There is no room '{room.Value}'.";

    /// <summary>What is in JSON for machines and in lines for people.</summary>
    internal void Answer(JsonNode json, IEnumerable<string> lines) => Output.WriteLine(IsJson ? Pretty(json) : string.Join('\n', lines));

    internal static string Pretty(JsonNode json) => json.ToJsonString(_json);

    /// <summary>Rows of cells as lines with columns; numbers are not told apart.</summary>
    internal static IEnumerable<string> Table(IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
