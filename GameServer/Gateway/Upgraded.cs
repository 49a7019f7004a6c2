using System.IO.Pipelines;

namespace GameServer.Gateway;

/// <summary>A connection after the handshake.</summary>
/// <param name="Input">What the client sends, beginning with what it sent right behind its handshake.</param>
/// <param name="Output">The transport; encrypted under wss.</param>
/// <param name="Abort">Cuts the connection: pending reads and writes end. May be called again and after the end.</param>
/// <param name="RemoteAddress">Where the client connects from.</param>
internal sealed record Upgraded(Stream Input, PipeWriter Output, Action Abort, string RemoteAddress);
