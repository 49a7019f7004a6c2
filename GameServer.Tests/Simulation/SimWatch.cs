using GameServer.Cluster;
using GameServer.Identity;

namespace GameServer.Tests.Simulation;

/// <summary>Counts what becomes of a node's lease.</summary>
internal sealed class SimWatch(FaultCounts counts) : IClusterListener
{
    public void Changed(ClusterView view, ViewDiff diff)
    {
    }

    public void Thawed() => counts.Add(SimFault.Thawed);

    public void Rejoined(Incarnation now, IReadOnlyList<MovedRoom> kept) => counts.Add(SimFault.Rejoined);

    public void DrainAsked()
    {
    }

    public void Clashed(NodeRow live)
    {
    }
}
