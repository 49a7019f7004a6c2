using System.Net.Sockets;

namespace GameServer.Bench.Chaos.Nodes;

/// <summary>Two TCP connections of which each gets what the other sends, until one of them ends or somebody cuts them.</summary>
internal sealed class TcpPair(Socket near, Socket far) : IDisposable
{
    private const int BufferBytes = 16 * 1024;

    private readonly CancellationTokenSource _end = new();

    /// <summary>Runs until one side ends.</summary>
    /// <param name="there">What becomes of what the near side sends.</param>
    /// <param name="back">What becomes of what the far side sends.</param>
    internal async Task RunAsync(LinkWeather there, LinkWeather back)
    {
        near.NoDelay = far.NoDelay = true;
        var pumps = new[] { PumpAsync(near, far, there), PumpAsync(far, near, back) };
        await Task.WhenAny(pumps).ConfigureAwait(false);
        Cut();
        await Task.WhenAll(pumps).ConfigureAwait(false);
    }

    /// <summary>Both connections are reset; what is on its way is lost.</summary>
    internal void Cut()
    {
        try
        {
            _end.Cancel();
            near.LingerState = far.LingerState = new LingerOption(true, 0);
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // It has ended by itself.
        }

        near.Dispose();
        far.Dispose();
    }

    /// <inheritdoc />
    public void Dispose() => _end.Dispose();

    private async Task PumpAsync(Socket from, Socket to, LinkWeather weather)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            {
                await weather.PassAsync(_end.Token).ConfigureAwait(false);
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent)).ConfigureAwait(false);
                }
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The end of the pair, however it came.
        }
    }
}
