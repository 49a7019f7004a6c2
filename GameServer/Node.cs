using GameServer.Gateway;
using GameServer.Telemetry;

namespace GameServer;

/// <summary>The running parts of this process, as <see cref="ServerBuilder"/> put them together.</summary>
internal sealed record Node(NodeCore Core, ConnectionRegistry Connections, ServerFigures Figures, ClusterEntry? Cluster) : IDisposable
{
    /// <summary>Shows its figures.</summary>
    internal required NodeMeter Meter { get; init; }

    /// <summary>Shows whether its actors get on.</summary>
    internal required Pulse Pulse { get; init; }

    /// <inheritdoc />
    public void Dispose()
    {
        Meter.Dispose();
        Figures.Dispose();
        Connections.Dispose();
        Core.Dispose();
    }
}
