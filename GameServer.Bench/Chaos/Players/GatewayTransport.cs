using GameServer.Client.Transport;

namespace GameServer.Bench.Chaos.Players;

/// <summary>
/// A client's way to any gateway: the one that it begins with; once that is lost or does not answer the others, as it comes, and none twice
/// before it has tried all. So a gateway that takes connections and never answers costs it one attempt.
/// </summary>
internal sealed class GatewayTransport(IReadOnlyList<Uri> gateways, int first, Random random) : ITransport
{
    private readonly WebSocketTransport _sockets = new(null);
    private readonly List<int> _untried = [];
    private bool _hasDialled;

    /// <summary>The gateway of the newest attempt.</summary>
    internal int Gateway { get; private set; } = first;

    /// <summary>Where that is.</summary>
    internal Uri Address => gateways[Gateway];

    /// <inheritdoc />
    public async Task<IConnection> OpenAsync(Uri address, CancellationToken cancel)
    {
        if (_hasDialled && gateways.Count > 1)
        {
            Gateway = Next();
        }

        _hasDialled = true;
        var connection = await _sockets.OpenAsync(Address, cancel).ConfigureAwait(false);
        _untried.Clear();
        return connection;
    }

    private int Next()
    {
        if (_untried.Count == 0)
        {
            _untried.AddRange(Enumerable.Range(0, gateways.Count).Where(gateway => gateway != Gateway));
        }

        var next = _untried[random.Next(_untried.Count)];
        _untried.Remove(next);
        return next;
    }
}
