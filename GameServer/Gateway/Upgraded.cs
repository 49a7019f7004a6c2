using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace GameServer.Gateway;

/// <summary>A connection after the handshake.</summary>
/// <param name="Input">What the client sends, beginning with what it sent right behind its handshake.</param>
/// <param name="Output">The transport; encrypted under wss.</param>
/// <param name="Lifetime">Cuts the connection: pending reads and writes end. May be done again and after the end.</param>
/// <param name="From">Where the client connects from.</param>
/// <param name="Socket">What the transport writes to, when its bytes are those of the connection; null under wss.</param>
internal sealed record Upgraded(
    PipeReader Input, PipeWriter Output, IConnectionLifetimeFeature Lifetime, AddressShare From, Socket? Socket = null);
