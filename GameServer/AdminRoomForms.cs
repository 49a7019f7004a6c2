using System.Text.Json;
using System.Text.Json.Nodes;
using GameServer.Admin.Api;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using Google.Protobuf;

namespace GameServer;

/// <summary>Rooms as the Admin API tells of them. Pure.</summary>
internal static class AdminRoomForms
{
    private const int DepthMax = 256;

    private static readonly JsonFormatter _formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    internal static AdminRoom Room(RoomSurveyed room, string node) => new(
        room.Listing.RoomId,
        room.Listing.RoomType,
        room.Listing.Key,
        node,
        room.IsListed ? (int)room.Listing.Members : room.Members,
        (int)room.Listing.MembersMax,
        (int)room.Listing.SeatsReserved,
        room.Listing.Open,
        room.Load != RoomLoad.Calm,
        room.IsListed,
        room.Listing.Properties.ToDictionary(),
        DateTimeOffset.FromUnixTimeMilliseconds((long)room.Listing.CreatedMs));

    internal static AdminStoredRoom Stored(RoomRow row) => new(
        row.Id.Value,
        row.Type.Value,
        row.TypeVersion,
        row.Key,
        PhaseOf(row),
        row.Members,
        row.Epoch.Value,
        row.Version.Value,
        row.CreatedAt,
        row.ChangedAt,
        row.WakeAt);

    /// <summary>A room that runs.</summary>
    internal static AdminRoomDetail Detail(RoomSeen seen, string node)
    {
        var (type, past) = (seen.Room.Type, RoomPast.Of(seen.Snapshot, seen.Room.Schema.State));
        return new AdminRoomDetail
        {
            Id = seen.Room.Id.Value,
            Type = type.Name.Value,
            Key = seen.Room.Key,
            Phase = AdminRoomPhase.Running,
            Node = node,
            Number = seen.Room.Number.Value,
            Epoch = seen.Epoch.Value,
            Version = past.Version.Value,
            CreatedAt = seen.CreatedAt,
            ForkedFrom = null,
            ForkedAt = null,
            Properties = seen.Listing.Properties.ToDictionary(),
            IsOpen = seen.Listing.Open,
            MembersMax = (int)seen.Listing.MembersMax,
            SeatsReserved = (int)seen.Listing.SeatsReserved,
            Ticks = seen.Ticks is { } ticks ? Ticks(ticks) : null,
            Members = Members(past),
            Timers = Timers(past, type.Schema),
            Settings = SettingsOf(type.Settings),
        };
    }

    /// <summary>A room that does not run.</summary>
    internal static AdminRoomDetail Detail(RoomsSight.Seen seen, RoomType type)
    {
        var row = seen.Row;
        return new AdminRoomDetail
        {
            Id = row.Id.Value,
            Type = row.Type.Value,
            Key = row.Key,
            Phase = PhaseOf(row),
            Node = null,
            Number = row.Number.Value,
            Epoch = row.Epoch.Value,
            Version = row.Version.Value,
            CreatedAt = row.CreatedAt,
            ForkedFrom = null,
            ForkedAt = null,
            Properties = Properties(seen),
            IsOpen = false,
            MembersMax = type.Settings.MaxMembers,
            SeatsReserved = 0,
            Ticks = null,
            Members = Members(seen.Past),
            Timers = Timers(seen.Past, type.Schema),
            Settings = SettingsOf(type.Settings),
        };
    }

    /// <summary>The same, with where it came from.</summary>
    internal static AdminRoomDetail WithOrigin(AdminRoomDetail detail, RoomRow row)
    {
        var origin = RoomOrigin.Parser.ParseFrom(row.Origin.Span);
        return origin.ForkedFrom.Length == 0 ? detail : detail with { ForkedFrom = origin.ForkedFrom, ForkedAt = origin.ForkedAt };
    }

    internal static AdminRoomState State(RoomSeen seen, string node)
    {
        var past = RoomPast.Of(seen.Snapshot, seen.Room.Schema.State);
        return new AdminRoomState(
            seen.Room.Id.Value,
            seen.Room.Type.Name.Value,
            IsLive: true,
            node,
            seen.Epoch.Value,
            past.Version.Value,
            past.Beside.Time,
            Json(past.State));
    }

    internal static AdminRoomState State(RoomsSight.Seen seen) => new(
        seen.Row.Id.Value,
        seen.Row.Type.Value,
        IsLive: false,
        Node: null,
        seen.Past.Epoch.Value,
        seen.Past.Version.Value,
        seen.Past.Beside.Time,
        Json(seen.Past.State));

    internal static AdminMoment Moment(RoomsSight.Seen seen) => new()
    {
        Room = seen.Row.Id.Value,
        Type = seen.Row.Type.Value,
        Epoch = seen.Past.Epoch.Value,
        Version = seen.Past.Version.Value,
        NewestVersion = seen.Row.Version.Value,
        Time = seen.Past.Beside.Time,
        Ended = seen.Past.Beside.Ended,
        Properties = Properties(seen),
        Members = Members(seen.Past),
        Timers = Timers(seen.Past, seen.Class.Schema),
        State = Json(seen.Past.State),
    };

    internal static AdminHistoryEntry Entry(HistoryEntry entry) => new(
        entry.Version.Value,
        entry.Epoch.Value,
        entry.At,
        entry.IsSnapshot ? AdminEntryKind.Snapshot : AdminEntryKind.Record,
        (int)entry.Bytes);

    private static AdminRoomPhase PhaseOf(RoomRow row) => row.Phase switch
    {
        RoomPhase.Placed => AdminRoomPhase.Placed,
        RoomPhase.Asleep => AdminRoomPhase.Asleep,
        RoomPhase.Finished => AdminRoomPhase.Finished,
    };

    private static Dictionary<string, string> Properties(RoomsSight.Seen seen) =>
        (seen.Past.Beside.Properties?.Values ?? RoomOrigin.Parser.ParseFrom(seen.Row.Origin.Span).Properties).ToDictionary();

    private static IReadOnlyList<AdminMember> Members(RoomPast past) => [.. past.Beside.Members.Select(static member => new AdminMember(
        member.PlayerNumber,
        member.PlayerId,
        member.Name,
        member.IsHere,
        member.HasGraceUntil ? Time(member.GraceUntil) : null))];

    private static IReadOnlyList<AdminTimer> Timers(RoomPast past, RoomSchema schema) => [.. past.Beside.Timers.Select(
        timer => new AdminTimer(timer.Key, Time(timer.Due), Json(schema.Command.Parser.ParseFrom(timer.Command))))];

    private static AdminSettings SettingsOf(RoomSettings settings) => new()
    {
        Version = settings.Version,
        EldestVersion = settings.EldestVersion,
        MaxMembers = settings.MaxMembers,
        TickRate = settings.TickRate,
        TickBudget = settings.TickBudget,
        Durability = settings.Durability switch
        {
            Durability.VolatileDurability => AdminDurabilityKind.Volatile,
            Durability.PeriodicDurability => AdminDurabilityKind.Periodic,
            Durability.CommittedDurability => AdminDurabilityKind.Committed,
            var other => throw new InvalidOperationException($"{other} is no durability."),
        },
        PeriodMs = settings.Durability is Durability.PeriodicDurability periodic ? (long)periodic.Interval.TotalMilliseconds : null,
        GraceMs = Ms(settings.Grace),
        EmptyLifetimeMs = Ms(settings.EmptyLifetime),
        SleepAfterMs = Ms(settings.SleepAfter),
        StateBytesMax = settings.StateBytesMax,
        ReplayUpdatesMax = settings.ReplayUpdatesMax,
        ReplayBytesMax = settings.ReplayBytesMax,
        FlushWindowMs = settings.FlushWindow.TotalMilliseconds,
        HashEvery = settings.HashEvery,
        IsKeptAlive = settings.KeepAlive,
        IsListed = settings.Listed,
    };

    private static AdminTicks Ticks(TickFigures ticks) => new(
        ticks.Load switch
        {
            RoomLoad.Calm => AdminRoomLoad.Calm,
            RoomLoad.High => AdminRoomLoad.High,
            RoomLoad.Severe => AdminRoomLoad.Severe,
        },
        ticks.Budget.TotalMilliseconds,
        ticks.Median?.TotalMilliseconds,
        ticks.Highest?.TotalMilliseconds);

    private static long? Ms(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? null : (long)time.TotalMilliseconds;

    private static DateTimeOffset Time(long ticks) => DateTimeOffset.UnixEpoch.AddTicks(ticks);

    private static JsonObject Json(IMessage message) =>
        JsonNode.Parse(_formatter.Format(message), null, new JsonDocumentOptions { MaxDepth = DepthMax })!.AsObject();
}
