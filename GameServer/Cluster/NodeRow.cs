using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Cluster;

/// <summary>What the store knows of a node.</summary>
/// <param name="Node">The node's name; it has one row, of its newest incarnation.</param>
/// <param name="Incarnation">Who holds the row, or held it until it was revoked.</param>
/// <param name="LinkAddress">Where other nodes reach it: host and port.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Renewals">How often its lease was renewed: whoever sees it unchanged for long enough knows that it was not.</param>
/// <param name="IsRevoked">The incarnation is dead.</param>
/// <param name="IsDraining">It takes no more rooms.</param>
/// <param name="Rooms">How many rooms it ran when it last renewed its lease.</param>
internal sealed record NodeRow(
    NodeId Node,
    Incarnation Incarnation,
    string LinkAddress,
    NodeRoles Roles,
    ulong Renewals,
    bool IsRevoked,
    bool IsDraining,
    int Rooms)
{
    /// <summary>How long a process is new: one that ends again soon after each start ends within this.</summary>
    internal static readonly TimeSpan NewFor = TimeSpan.FromSeconds(10);

    /// <summary>The process has been in the cluster for less than <see cref="NewFor"/>, by the store's clock.</summary>
    internal bool IsNew { get; init; }
}

/// <summary>What a node says of itself with each renewal.</summary>
internal readonly record struct NodeLoad(int Rooms, bool IsDraining);
