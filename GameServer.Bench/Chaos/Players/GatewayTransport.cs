using GameServer.Client.Transport;

namespace GameServer.Bench.Chaos.Players;

/// <summary>
/// A client's way to any gateway: the one that it begins with, and after every connection or attempt that failed another one, as it comes.
/// </summary>
internal sealed class GatewayTransport(IReadOnlyList<Uri> gateways, int first, Random random) : ITransport
{
    private readonly WebSocketTransport _sockets = new(null);
    private bool _hasDialled;

    /// <summary>The gateway of the newest attempt.</summary>
    internal int Gateway { get; private set; } = first;

    /// <summary>Where that is.</summary>
    internal Uri Address => gateways[Gateway];

    /// <inheritdoc />
    public Task<IConnection> OpenAsync(Uri address, CancellationToken cancel)
    {
        if (_hasDialled && gateways.Count > 1)
        {
            Gateway = (Gateway + random.Next(1, gateways.Count)) % gateways.Count;
        }

        _hasDialled = true;
        return _sockets.OpenAsync(Address, cancel);
    }
}
