using System.Net;
using System.Net.Sockets;

namespace GameServer;

/// <summary>Where a node listens for others, as it is written in the configuration: host and port.</summary>
internal static class LinkAddress
{
    /// <exception cref="SocketException">The host has no address.</exception>
    internal static IPEndPoint Resolve(string address)
    {
        var host = Host(address);
        var port = new Uri($"ws://{address}").Port;
        return new IPEndPoint(IPAddress.TryParse(host, out var literal) ? literal : Dns.GetHostAddresses(host)[0], port);
    }

    /// <summary>The name or IP address of it, as other nodes look for it in this one's certificate.</summary>
    internal static string Host(string address) => new Uri($"ws://{address}").IdnHost;
}
