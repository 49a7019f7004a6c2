using GameServer.Identity;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Storage.Memory;
using GameServer.Telemetry;
using GameServer.Tests.Actors.TestKit;
using Microsoft.Extensions.Logging;

namespace GameServer.Tests.Routing;

/// <summary>What a <see cref="NodeWorld"/> may share with others: the store and the clock outlive it.</summary>
internal sealed record NodeWorldOptions
{
    internal IRoomStore Store { get; init; } = new MemoryRoomStore();

    internal ManualTime Time { get; init; } = new();

    internal IIdSource Ids { get; init; } = new CountingIds();

    internal RoomOptions Rooms { get; init; } = new() { RoomsMax = 50 };

    internal StorageOptions Storage { get; init; } = new();

    /// <summary>The store says of volatile rooms too where they run.</summary>
    internal bool IsClustered { get; init; }

    internal INeighbours Neighbours { get; init; } = NoNeighbours.Instance;

    /// <summary>What the neighbours have been handed.</summary>
    internal HandedOn HandedOn { get; init; } = new();

    internal ulong Seed { get; init; } = 1;

    /// <summary>How long the node's lease lasts after each renewal, as far as it knows; it is held for ever. Zero: there is none.</summary>
    internal TimeSpan Lease { get; init; }

    internal Tracing Tracing { get; init; } = Tracing.Off;

    internal ILoggerFactory? Loggers { get; init; }
}
