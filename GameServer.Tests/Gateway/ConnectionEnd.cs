using Microsoft.AspNetCore.Connections.Features;

namespace GameServer.Tests.Gateway;

/// <summary>A connection without a transport: a test hears when it is cut.</summary>
internal sealed class ConnectionEnd(Action cut) : IConnectionLifetimeFeature
{
    public CancellationToken ConnectionClosed { get; set; }

    public void Abort() => cut();
}
