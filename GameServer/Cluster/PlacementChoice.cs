using GameServer.Protocol.Identity;

namespace GameServer.Cluster;

/// <summary>Which host a room shall run on. Pure: the same view gives the same answer on every node.</summary>
internal static class PlacementChoice
{
    private const int RoomsMoreMin = 16;
    private const int RoomsMoreShare = 4;
    private const ulong HashStart = 14695981039346656037;
    private const ulong HashStep = 1099511628211;

    /// <summary>
    /// The process at which the members are, unless it has many more rooms than the host with the fewest: more than 16 and more than a
    /// quarter. Else that host. New processes count only if there are no others. Null: there is none.
    /// </summary>
    internal static ClusterNode? Of(ClusterView view, NodeId membersAt)
    {
        ClusterNode? least = null;
        ClusterNode? near = null;
        foreach (var node in Hosts(view))
        {
            // The view is in the order of names: of several with equally few the first.
            least = least is null || node.Rooms < least.Rooms ? node : least;
            near = node.Process == membersAt ? node : near;
        }

        return near is null || near.Rooms - least!.Rooms > Math.Max(RoomsMoreMin, least.Rooms / RoomsMoreShare) ? least : near;
    }

    /// <summary>
    /// The host that is first to look after a room which nobody asks for, so that the rooms of a lost node are spread over the others
    /// (highest random weight hashing, Thaler and Ravishankar, 1998). Null: there is none.
    /// </summary>
    internal static ClusterNode? Caretaker(ClusterView view, RoomId room) =>
        Hosts(view).MaxBy(node => Weight(node.Node.Value, room.Value));

    // A process that has just started may end again as it did before, and is slow until its code is compiled. It gets rooms if all are new.
    private static IEnumerable<ClusterNode> Hosts(ClusterView view)
    {
        var hosts = view.Nodes.Where(static node => node.Roles.HasFlag(NodeRoles.Host) && !node.IsDraining);
        return hosts.Any(static node => !node.IsNew) ? hosts.Where(static node => !node.IsNew) : hosts;
    }

    // FNV-1a, 64 bits, with a last mix: names that differ in one letter must not weigh alike.
    private static ulong Weight(string node, string room)
    {
        var hash = HashStart;
        foreach (var letter in node.Concat(room))
        {
            hash = unchecked((hash ^ letter) * HashStep);
        }

        hash ^= hash >> 32;
        return unchecked(hash * HashStep) ^ (hash >> 29);
    }
}
