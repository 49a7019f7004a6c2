using System.Globalization;
using System.Net;
using Microsoft.Extensions.Primitives;

namespace GameServer.Gateway;

/// <summary>
/// Where a client is: the peer of its connection, or what a trusted proxy says of it. Limits per address count by this name: an IPv6
/// network of 64 bits is one address, since whoever has one address of it has them all (RFC 6177, section 2).
/// </summary>
/// <param name="proxies">Whose X-Forwarded-For counts.</param>
internal sealed class ClientAddresses(IReadOnlyList<IPNetwork> proxies)
{
    internal const string Header = "X-Forwarded-For";

    private const string Unknown = "unknown";
    private const int NetworkBytes = 8;

    internal static ClientAddresses Of(GatewayOptions options) =>
        new([.. options.TrustedProxies.Select(Network).OfType<IPNetwork>()]);

    /// <summary>Null: the text is neither an address nor a network.</summary>
    internal static IPNetwork? Network(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
        {
            return network;
        }

        return IPAddress.TryParse(text, out var address)
            ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;
    }

    /// <summary>Whether what comes from there is of others.</summary>
    internal bool IsProxy(IPAddress? peer) => peer is not null && proxies.Count > 0 && IsTrusted(Plain(peer));

    /// <summary>
    /// Each proxy adds whom it heard at the end of the list. From there it is read, for as long as the one before is trusted; what a client
    /// has put in front is its own invention.
    /// </summary>
    internal string Of(IPAddress? peer, StringValues forwarded)
    {
        if (peer is null)
        {
            return Unknown;
        }

        var client = Plain(peer);
        if (proxies.Count > 0 && IsTrusted(client))
        {
            var hops = forwarded.SelectMany(static line => (line ?? "").Split(',', StringSplitOptions.TrimEntries)).Reverse();
            foreach (var hop in hops)
            {
                if (!IPEndPoint.TryParse(hop, out var said))
                {
                    break;
                }

                client = Plain(said.Address);
                if (!IsTrusted(client))
                {
                    break;
                }
            }
        }

        return Name(client);
    }

    private bool IsTrusted(IPAddress address) => proxies.Any(network => network.Contains(address));

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Name(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        if (bytes.Length <= NetworkBytes || IPAddress.IsLoopback(address))
        {
            // Not its ToString: the address would keep the text, and a connection its address.
            return string.Create(CultureInfo.InvariantCulture, $"{address}");
        }

        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return $"{new IPAddress(bytes)}/{8 * NetworkBytes}";
    }
}
