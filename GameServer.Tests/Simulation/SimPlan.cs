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
        // One node alone now and then; mostly as few as can disagree.
        var nodes = random.OneIn(8) ? 1 : random.OneIn(3) ? random.Between(4, 7) : 3;
        var rooms = random.Between(2, 5);
        return new SimPlan
        {
            Nodes = nodes,
            Clients = nodes == 1 ? random.Between(3, 8) : random.Between(20, 24),
            Rooms = rooms,
            RoomsEach = random.Between(1, 2),
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
