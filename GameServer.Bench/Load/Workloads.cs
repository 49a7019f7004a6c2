namespace GameServer.Bench.Load;

/// <summary>All workloads.</summary>
internal static class Workloads
{
    internal const string Rooms = "rooms";
    internal const string Tick = "tick";

    internal static IReadOnlyList<Workload> All { get; } =
    [
        new RelayWorkload(Rooms, new RelayShape(Rooms: 20, Members: 10, PerSecond: 20, InFlight: 0)),
        new RelayWorkload("room", new RelayShape(Rooms: 1, Members: 100, PerSecond: 10, InFlight: 0)),
        new RelayWorkload("flood", new RelayShape(Rooms: 20, Members: 10, PerSecond: 0, InFlight: 8)),
        new RelayWorkload("echo", new RelayShape(Rooms: 20, Members: 1, PerSecond: 0, InFlight: 1)),
        new TickWorkload(Tick, rooms: 200),
        new TicksWorkload("ticks", rooms: 10_000),
        new SlowWorkload("slow", members: 100),
        new IdleWorkload("idle", few: 5_000, many: 20_000),
        new RelayWorkload("commit", new RelayShape(Rooms: 1, Members: 1, PerSecond: 0, InFlight: 16, IsCommitted: true)),
        new RelayWorkload("commits", new RelayShape(Rooms: 100, Members: 1, PerSecond: 0, InFlight: 16, IsCommitted: true)),
        new RelayWorkload("commits2000", new RelayShape(Rooms: 2_000, Members: 1, PerSecond: 0, InFlight: 16, IsCommitted: true)),
        new RelayWorkload("commitsQuiet", new RelayShape(Rooms: 100, Members: 1, PerSecond: 10, InFlight: 0, IsCommitted: true)),
        new JoinWorkload("join", atOnce: 32),
    ];

    /// <exception cref="BenchFailure">There is none of that name.</exception>
    internal static IReadOnlyList<Workload> Named(IReadOnlyList<string> names) => names.Contains("all")
        ? All
        : [.. names.Select(name => All.FirstOrDefault(workload => workload.Name == name)
            ?? throw new BenchFailure($"There is no workload '{name}', but: {string.Join(", ", All.Select(each => each.Name))}, all."))];
}
