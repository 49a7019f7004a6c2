using GameServer.Protocol.Identity;

namespace GameServer.Cluster;

/// <summary>Which host a room shall run on. Pure: the same view gives the same answer on every node.</summary>
internal static class PlacementChoice
{
    private const int RoomsMoreMin = 16;
    private const int RoomsMoreShare = 4;

    /// <summary>
    /// The process at which the members are, unless it has many more rooms than the host with the fewest: more than 16 and more than a
    /// quarter. Else that host. Null: there is none.
    /// </summary>
    internal static ClusterNode? Of(ClusterView view, NodeId membersAt)
    {
        ClusterNode? least = null;
        ClusterNode? near = null;
        foreach (var node in view.Nodes)
        {
            if (!node.Roles.HasFlag(NodeRoles.Host) || node.IsDraining)
            {
                continue;
            }

            // The view is in the order of names: of several with equally few the first.
            least = least is null || node.Rooms < least.Rooms ? node : least;
            near = node.Process == membersAt ? node : near;
        }

        return near is null || near.Rooms - least!.Rooms > Math.Max(RoomsMoreMin, least.Rooms / RoomsMoreShare) ? least : near;
    }
}
