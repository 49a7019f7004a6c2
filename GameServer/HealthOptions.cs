using System.ComponentModel.DataAnnotations;

namespace GameServer;

/// <summary>When /readyz says that the node does not get on; the configuration section "Health".</summary>
internal sealed record HealthOptions
{
    /// <summary>After the store has not answered for so long, in milliseconds; 1,000 to 3,600,000.</summary>
    [Range(1_000, 3_600_000)]
    public int StoreSilenceMs { get; init; } = 30_000;

    /// <summary>After timers and messages, or one turn of a room, have been stuck for so long, in milliseconds; 2,000 to 600,000.</summary>
    [Range(2_000, 600_000)]
    public int StuckMs { get; init; } = 10_000;
}
