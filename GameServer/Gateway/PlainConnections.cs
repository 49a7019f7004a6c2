using System.Net;
using GameServer.Telemetry;
using Microsoft.AspNetCore.Connections;

namespace GameServer.Gateway;

/// <summary>
/// How many connections that are no WebSockets, or not yet, there are, and how many each address has: one alone must not take all the
/// places. Those of a trusted proxy are many clients', and which is not known before they have spoken. May be used from any thread.
/// </summary>
/// <param name="options">How many there may be.</param>
/// <param name="meter">Counts those that are dropped.</param>
internal sealed class PlainConnections(GatewayOptions options, GatewayMeter meter)
{
    // What the page of one player opens, several times over.
    internal const int PerAddressMin = 16;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly ClientAddresses _addresses = ClientAddresses.Of(options);

    private readonly int _perAddressMax =
        Math.Max(PerAddressMin, Math.Min(options.ConnectionsPerAddressMax, options.PlainConnectionsMax / 2));

    private int _count;

    /// <summary>Before TLS: a connection counts from its first byte on. One too many ends at once.</summary>
    internal async Task CountAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (TryEnter((connection.RemoteEndPoint as IPEndPoint)?.Address) is not { } place)
        {
            return;
        }

        try
        {
            connection.Features.Set(place);
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            place.Leave();
        }
    }

    /// <summary>Null: there are as many as there may be, or the address has as many as it may.</summary>
    internal PlainPlace? TryEnter(IPAddress? peer)
    {
        var address = _addresses.IsProxy(peer) ? null : _addresses.Of(peer, default);
        lock (_lock)
        {
            if (_count >= options.PlainConnectionsMax || (address is not null && !TryCount(address)))
            {
                meter.Dropped();
                return null;
            }

            _count++;
            return new PlainPlace(this, address);
        }
    }

    internal void Leave(string? address)
    {
        lock (_lock)
        {
            _count--;
            if (address is not null && --_counts[address] == 0)
            {
                _counts.Remove(address);
            }
        }
    }

    private bool TryCount(string address)
    {
        var count = _counts.GetValueOrDefault(address);
        if (count >= _perAddressMax)
        {
            return false;
        }

        _counts[address] = count + 1;
        return true;
    }
}
