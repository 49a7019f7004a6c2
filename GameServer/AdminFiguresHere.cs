using System.Reflection;
using GameServer.Admin.Api;
using GameServer.Telemetry;

namespace GameServer;

/// <summary>What this node counts and is, for an operator. May be used from any thread.</summary>
/// <param name="node">This node.</param>
/// <param name="name">Its name.</param>
/// <param name="book">What has been measured since it was asked for first: nothing is measured before somebody wants it.</param>
/// <param name="time">Its clocks.</param>
internal sealed class AdminFiguresHere(Node node, string name, Func<MetricBook> book, TimeProvider time)
{
    private static readonly string? _build =
        typeof(AdminFiguresHere).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();

    private NodeCore Core => node.Core;

    private string Process => Core.Signs.Lease.Owner.Process.Value;

    /// <summary>What it alone knows of itself; the rest is the cluster's to say.</summary>
    internal AdminNode Node() => new(
        name,
        Process,
        IsSelf: true,
        Address: null,
        ["gateway", "host"],
        AdminNodeState.Live,
        Core.Rooms.Count,
        Core.Sessions.Count,
        node.Connections.Count,
        _build,
        _startedAt);

    internal AdminNodeFigures Read() => new()
    {
        Node = name,
        Process = Process,
        Time = time.GetUtcNow(),
        UptimeSeconds = time.GetElapsedTime(_started).TotalSeconds,
        Connections = node.Connections.Count,
        Sessions = Core.Sessions.Count,
        Rooms = Core.Rooms.Count,
        RoomsByType = RoomsByType(),
        CommandsTotal = Core.Traffic.Commands,
        DeliveriesTotal = Core.Traffic.Deliveries,
        TurnsTotal = Core.Traffic.Turns,
        TimedTurnsTotal = Core.Traffic.TimedTurns,
        LatenessSecondsTotal = Core.Traffic.Lateness.TotalSeconds,
        Turns = Durations(book().Read(RoomMeter.TurnDuration)),
        Commits = Durations(book().Read(RoomMeter.CommitDuration)),
        OutboxBytes = Core.Sessions.All.Sum(static each => (long)(each.Value.Connection?.Outbox.BytesHeld ?? 0)),
        BytesInTotal = (long)book().Read(GatewayMeter.BytesIn).Sum,
        BytesOutTotal = (long)book().Read(GatewayMeter.BytesOut).Sum,
        StoreFailuresTotal = Core.Signs.Store.Failures,
        CpuSecondsTotal = Environment.CpuUsage.TotalTime.TotalSeconds,
        MemoryBytes = Environment.WorkingSet,
    };

    private Dictionary<string, int> RoomsByType()
    {
        var counts = Core.Rooms.Counts;
        return Core.Types.Names.ToDictionary(type => type.Value, type => counts.GetValueOrDefault(type));
    }

    private static AdminDurations Durations(MetricReading reading)
    {
        var buckets = new List<AdminBucket>();
        var count = 0L;
        for (var index = 0; index < reading.Counts.Count; index++)
        {
            count += reading.Counts[index];
            buckets.Add(new AdminBucket(index < reading.Bounds.Count ? reading.Bounds[index] : null, count));
        }

        return new AdminDurations(count, reading.Sum, buckets);
    }
}
