using GameServer.Actors;
using GameServer.Protocol.Identity;

namespace GameServer.Cluster;

/// <summary>What the cluster actor is told. A closed set.</summary>
internal abstract record ClusterMessage : IControlMessage
{
    private ClusterMessage()
    {
    }

    /// <summary>How many rooms the node runs; others learn of it with the next renewal.</summary>
    internal sealed record Load(int Rooms) : ClusterMessage;

    /// <summary>The node takes no more rooms; others learn of it at once.</summary>
    internal sealed record Draining : ClusterMessage
    {
        internal static readonly Draining Instance = new();
    }

    /// <summary>
    /// A link to the process broke and its redial was refused: it is taken for gone, and its present life is revoked if this node is live.
    /// </summary>
    internal sealed record ProcessGone(NodeId Process) : ClusterMessage;

    /// <summary>The node runs nothing any more and leaves the cluster. Answered when its row is gone.</summary>
    internal sealed record Leave(ReplyTo<ClusterLeft> Answer) : ClusterMessage;

    /// <summary>It is time for a renewal, or for another try.</summary>
    internal sealed record RenewNow : ClusterMessage
    {
        internal static readonly RenewNow Instance = new();
    }

    /// <summary>The lease should have run out by now.</summary>
    internal sealed record LeaseOver : ClusterMessage
    {
        internal static readonly LeaseOver Instance = new();
    }
}

/// <summary>The node has left.</summary>
internal sealed record ClusterLeft;
