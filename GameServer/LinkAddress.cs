using System.Net;
using System.Net.Sockets;

namespace GameServer;

/// <summary>Where a node listens for others, as it is written in the configuration: host and port.</summary>
internal static class LinkAddress
{
    /// <exception cref="SocketException">The host has no address.</exception>
    internal static IPEndPoint Resolve(string address)
    {
        var uri = new Uri($"ws://{address}");
        var host = uri.DnsSafeHost;
        return new IPEndPoint(IPAddress.TryParse(host, out var literal) ? literal : Dns.GetHostAddresses(host)[0], uri.Port);
    }
}
