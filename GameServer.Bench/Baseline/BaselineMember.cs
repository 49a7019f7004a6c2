using System.Net.WebSockets;

namespace GameServer.Bench.Baseline;

/// <summary>One connection; sends one message at a time, as a WebSocket wants it. Used from any thread.</summary>
internal sealed class BaselineMember(WebSocket socket)
{
    private readonly SemaphoreSlim _turn = new(1);

    internal async ValueTask SendAsync(ReadOnlyMemory<byte> message)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (socket.State == WebSocketState.Open)
            {
                await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None)
                    .ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or ObjectDisposedException)
        {
            // This member is gone, which its own reader will find; the others get the message.
        }
        finally
        {
            _turn.Release();
        }
    }
}
