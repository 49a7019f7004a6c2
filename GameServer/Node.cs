using GameServer.Gateway;

namespace GameServer;

/// <summary>The running parts of this process, as <see cref="ServerBuilder"/> put them together.</summary>
internal sealed record Node(NodeCore Core, ConnectionRegistry Connections, ServerFigures Figures, ClusterEntry? Cluster) : IDisposable
{
    /// <inheritdoc />
    public void Dispose()
    {
        Figures.Dispose();
        Connections.Dispose();
        Core.Dispose();
    }
}
