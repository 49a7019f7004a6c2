using GameServer.Bench.Chaos.Oracle;
using GameServer.Client;
using GameServer.Protocol.V1;

namespace GameServer.Bench.Chaos.Players;

/// <summary>A session with the cluster, by the C# SDK, that writes down which gateway it has and when it has none.</summary>
internal sealed class ChaosClient : IAsyncDisposable
{
    private readonly RunClock _clock;
    private readonly GatewayTransport _transport;
    private volatile bool _isLeaving;
    private bool _isUp;

    private ChaosClient(int number, GatewayTransport transport, RunClock clock) =>
        (Journal, _transport, _clock) = (new LineJournal(number), transport, clock);

    internal LineJournal Journal { get; }

    internal GameClient Game { get; private set; } = null!;

    internal static async Task<ChaosClient> ConnectAsync(
        int number, IReadOnlyList<Uri> gateways, int first, Random random, RunClock clock, CancellationToken cancel)
    {
        var client = new ChaosClient(number, new GatewayTransport(gateways, first, random), clock);
        var options = new GameClientOptions
        {
            Program = "GameServer.Bench chaos",
            ReconnectDelay = TimeSpan.FromMilliseconds(50),
            ReconnectDelayMax = TimeSpan.FromMilliseconds(500),
            ConnectTimeout = TimeSpan.FromSeconds(2),
            StatusChanged = client.OnStatus,
        };
        client.Game = await GameClient.ConnectAsync(gateways[first], options, client._transport, cancel).ConfigureAwait(false);
        client.Game.ErrorReceived += error =>
        {
            // A command that was under way to a room which is lost is answered so after the player was told; its room is no place of ours.
            if (error is not { Code: ErrorCode.NotInRoom, CommandSeq: > 0 })
            {
                client.Journal.Write(new LineEntry.Complaint(clock.Now, $"{error.Code}: {error.Message}"));
            }
        };
        client.Game.Closed += info =>
        {
            if (!client._isLeaving)
            {
                client.Journal.Write(new LineEntry.Over(clock.Now, $"{info.Code} {info.Reason}"));
            }
        };
        return client;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _isLeaving = true;
        return Game.DisposeAsync();
    }

    private void OnStatus(ConnectionStatus status)
    {
        if (status == ConnectionStatus.Connected)
        {
            _isUp = true;
            Journal.Write(new LineEntry.Up(_clock.Now, _transport.Gateway));
        }
        else if (_isUp && !_isLeaving)
        {
            _isUp = false;
            Journal.Write(new LineEntry.Down(_clock.Now));
        }
    }
}
