using GameServer.Identity;

namespace GameServer.Cluster;

/// <summary>Who has to know how the cluster changes. Called on the cluster actor's turn: must only tell actors.</summary>
internal interface IClusterListener
{
    /// <summary>Nodes joined, are gone for ever, or say something else of themselves.</summary>
    void Changed(ClusterView view, ViewDiff diff);

    /// <summary>The lease may have run out, and holds again under the same incarnation.</summary>
    void Thawed();

    /// <summary>The node was dead and is live again as another incarnation, for which the lease holds by now.</summary>
    /// <param name="now">Its next life.</param>
    /// <param name="kept">The rooms that are its own still, if they run here at that epoch. All others are lost to it.</param>
    void Rejoined(Incarnation now, IReadOnlyList<MovedRoom> kept);

    /// <summary>Somebody wants this process to leave in order. Told once.</summary>
    void DrainAsked();

    /// <summary>Another process has the node's name. The node tries to join again until that one is gone.</summary>
    void Clashed(NodeRow live);
}
