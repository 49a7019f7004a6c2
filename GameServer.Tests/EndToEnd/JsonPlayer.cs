using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace GameServer.Tests.EndToEnd;

/// <summary>A player of the JSON subprotocol who knows nothing of a game but what it is sent.</summary>
internal sealed class JsonPlayer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly Queue<JsonObject> _arrived = new();

    private JsonPlayer() => _socket.Options.AddSubProtocol("gameserver.v1.json");

    internal static async Task<JsonPlayer> ConnectAsync(Uri address)
    {
        var player = new JsonPlayer();
        await player._socket.ConnectAsync(address, player._patience.Token);
        await player.SendAsync(new JsonObject { ["hello"] = new JsonObject { ["protocolVersion"] = 1, ["name"] = "Ada" } });
        await player.UntilAsync("welcome");
        return player;
    }

    internal async Task SendAsync(JsonObject envelope) => await _socket.SendAsync(
        new ArraySegment<byte>(System.Text.Encoding.UTF8.GetBytes(new JsonArray(envelope).ToJsonString())),
        WebSocketMessageType.Text,
        endOfMessage: true,
        _patience.Token);

    /// <summary>The next frame of this kind that is as wanted; those before it are passed over.</summary>
    internal async Task<JsonObject> UntilAsync(string kind, Func<JsonObject, bool>? isWanted = null)
    {
        while (true)
        {
            while (_arrived.TryDequeue(out var envelope))
            {
                envelope.ContainsKey("error").ShouldBeFalse(envelope.ToJsonString());
                if (envelope[kind] is JsonObject frame && isWanted?.Invoke(frame) != false)
                {
                    return frame;
                }
            }

            await ReceiveAsync(kind);
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _patience.Dispose();
    }

    private async Task ReceiveAsync(string awaited)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer.AsMemory(), _patience.Token);
                part.MessageType.ShouldBe(WebSocketMessageType.Text, $"{_socket.CloseStatus} {_socket.CloseStatusDescription}");
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"There did not come: {awaited}.");
        }

        message.Position = 0;
        foreach (var envelope in JsonNode.Parse(message)!.AsArray())
        {
            _arrived.Enqueue(envelope!.AsObject());
        }
    }
}
