using GameServer.Authoring;

namespace GameServer.Tests.Simulation;

/// <summary>How large a simulation is, and how its rooms are kept: drawn from the seed before anything happens.</summary>
internal sealed record SimPlan
{
    internal required int Nodes { get; init; }

    internal required int Clients { get; init; }

    internal required int Rooms { get; init; }

    /// <summary>Rooms that each client is in.</summary>
    internal required int RoomsEach { get; init; }

    /// <summary>How long there are faults.</summary>
    internal required TimeSpan Trouble { get; init; }

    internal required RoomSettings Settings { get; init; }

    internal static SimPlan Drawn(SimRandom random)
    {
        var rooms = random.Between(1, 3);
        return new SimPlan
        {
            Nodes = 1,
            Clients = random.Between(3, 8),
            Rooms = rooms,
            RoomsEach = random.Between(1, rooms),
            Trouble = random.Between(5.Seconds(), 20.Seconds()),
            Settings = new RoomSettings
            {
                Durability = Durability.Committed,
                Grace = Timeout.InfiniteTimeSpan,
                EmptyLifetime = Timeout.InfiniteTimeSpan,
                SleepAfter = random.Between(100.Milliseconds(), 3.Seconds()),
                FlushWindow = random.OneIn(2) ? TimeSpan.Zero : 1.Milliseconds(),
                HashEvery = 4,
                ReplayUpdatesMax = random.OneIn(2) ? 4 : 512,
            },
        };
    }
}
