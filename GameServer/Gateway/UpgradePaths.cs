using System.Collections.Concurrent;

namespace GameServer.Gateway;

/// <summary>The paths that speak WebSocket. Filled before the server listens; read by every connection.</summary>
internal sealed class UpgradePaths
{
    private readonly ConcurrentDictionary<string, SocketEndpoint> _endpoints = new(StringComparer.Ordinal);

    internal void Add(string path, SocketEndpoint endpoint) => _endpoints[path] = endpoint;

    internal SocketEndpoint? Find(string path) => _endpoints.GetValueOrDefault(path);
}
