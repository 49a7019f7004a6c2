using System.Text.Json.Nodes;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer;

/// <summary>`rooms show`: a room's state, members and timers as they are stored now or were at a moment.</summary>
internal sealed record RoomsShow(RoomId Room, RoomsMoment? At) : IRoomsVerb
{
    private static readonly JsonFormatter _formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    public async Task<string?> RunAsync(RoomsDesk desk, CancellationToken cancel)
    {
        var sight = await RoomsSight.LookAsync(desk, Room, At, cancel).ConfigureAwait(false);
        if (sight is not RoomsSight.Seen seen)
        {
            return ((RoomsSight.Unseen)sight).Why;
        }

        var json = Json(seen);
        desk.Answer(json, Lines(seen.Row, seen.Past, json));
        return null;
    }

    private static JsonObject Json(RoomsSight.Seen seen)
    {
        var (row, past, origin) = (seen.Row, seen.Past, RoomOrigin.Parser.ParseFrom(seen.Row.Origin.Span));
        return new JsonObject
        {
            ["room"] = RoomsList.Json(row),
            ["forkedFrom"] = origin.ForkedFrom.Length == 0 ? null : $"{origin.ForkedFrom} at {origin.ForkedAt}",
            ["epoch"] = past.Epoch.Value,
            ["version"] = past.Version.Value,
            ["time"] = RoomsDesk.Text(past.Beside.Time),
            ["ended"] = past.Beside.Ended,
            ["properties"] = new JsonObject((past.Beside.Properties?.Values ?? origin.Properties)
                .OrderBy(property => property.Key, StringComparer.Ordinal)
                .Select(property => KeyValuePair.Create(property.Key, (JsonNode?)property.Value))),
            ["members"] = new JsonArray([.. past.Beside.Members.Select(Json)]),
            ["timers"] = new JsonArray([.. past.Beside.Timers.Select(timer => Json(timer, seen.Class.Schema))]),
            ["state"] = JsonNode.Parse(_formatter.Format(past.State)),
        };
    }

    private static JsonObject Json(MemberRow member) => new()
    {
        ["number"] = member.PlayerNumber,
        ["player"] = member.PlayerId,
        ["name"] = member.Name,
        ["isHere"] = member.IsHere,
        ["graceUntil"] = member.HasGraceUntil ? Time(member.GraceUntil) : null,
    };

    private static JsonObject Json(TimerRow timer, RoomSchema schema) => new()
    {
        ["key"] = timer.Key,
        ["due"] = Time(timer.Due),
        ["command"] = JsonNode.Parse(_formatter.Format(schema.Command.Parser.ParseFrom(timer.Command))),
    };

    private static string Time(long ticks) => RoomsDesk.Text(DateTimeOffset.UnixEpoch.AddTicks(ticks));

    private static IEnumerable<string> Lines(RoomRow row, RoomPast past, JsonObject json) =>
    [
        $"room     {row.Id.Value}, {row.Type.Value}{(row.Key.Length > 0 ? $", key '{row.Key}'" : "")}, {RoomsList.Phase(row)}",
        .. json["forkedFrom"] is { } origin ? [$"fork of  {origin}"] : Array.Empty<string>(),
        $"version  {past.Version.Value} of {row.Version.Value}, epoch {past.Epoch.Value} of {row.Epoch.Value}",
        $"time     {RoomsDesk.Text(past.Beside.Time)}",
        .. past.Beside.Ended is { } why ? [$"ended    {why}"] : Array.Empty<string>(),
        .. json["properties"]!.AsObject().Select(property => $"property {property.Key} = {property.Value}"),
        .. past.Beside.Members.Select(Line),
        .. past.Beside.Timers.Select((timer, index) => $"timer    {timer.Key} at {Time(timer.Due)}: {Compact(json["timers"]![index]!)}"),
        "state    " + RoomsDesk.Pretty(json["state"]!),
    ];

    private static string Line(MemberRow member)
    {
        var away = member.HasGraceUntil ? $"away until {Time(member.GraceUntil)}" : "away";
        return $"member   {member.PlayerNumber} {member.Name} ({member.PlayerId}), {(member.IsHere ? "here" : away)}";
    }

    private static string Compact(JsonNode timer) => timer["command"]!.ToJsonString();
}
