using System.Net.Sockets;

namespace GameServer.Bench.Chaos;

/// <summary>Two TCP connections of which each gets what the other sends, until one of them ends or somebody cuts them.</summary>
internal sealed class TcpPair(Socket near, Socket far)
{
    private const int BufferBytes = 16 * 1024;

    private volatile TaskCompletionSource? _hold;
    private bool _isCut;

    /// <summary>Runs until one side ends; true: it was the far one.</summary>
    internal async Task<bool> RunAsync()
    {
        near.NoDelay = far.NoDelay = true;
        var there = PumpAsync(near, far);
        var back = PumpAsync(far, near);
        var first = await Task.WhenAny(there, back).ConfigureAwait(false);
        Cut();
        await Task.WhenAll(there, back).ConfigureAwait(false);
        return first == back;
    }

    /// <summary>Both connections are reset; what is on its way is lost.</summary>
    internal void Cut()
    {
        if (Interlocked.Exchange(ref _isCut, true))
        {
            return;
        }

        foreach (var socket in new[] { near, far })
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }

        LetGo();
    }

    /// <summary>From now on nothing gets through, and nobody is told.</summary>
    internal void Hold() => _hold ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void LetGo()
    {
        var hold = _hold;
        _hold = null;
        hold?.TrySetResult();
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer).ConfigureAwait(false) is > 0 and var count)
            {
                if (_hold is { } hold)
                {
                    await hold.Task.ConfigureAwait(false);
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent)).ConfigureAwait(false);
                }
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException)
        {
            // The end of the pair, however it came.
        }
    }
}
