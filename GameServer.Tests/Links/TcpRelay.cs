using System.Net;
using System.Net.Sockets;

namespace GameServer.Tests.Links;

/// <summary>A network in between that can fall silent: connections stay, and nothing gets through any more, in either direction.</summary>
internal sealed class TcpRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<IDisposable> _ends = [];
    private readonly MemoryStream _seen = new();
    private volatile IPEndPoint _to;
    private volatile bool _isSilent;

    internal TcpRelay(string to)
    {
        _to = IPEndPoint.Parse(to);
        _listener.Start();
        _ = AcceptAsync();
    }

    internal string Address => _listener.LocalEndpoint.ToString()!;

    internal void FallSilent() => _isSilent = true;

    internal void Speak() => _isSilent = false;

    /// <summary>All that has passed, both ways.</summary>
    internal byte[] Seen()
    {
        lock (_seen)
        {
            return _seen.ToArray();
        }
    }

    /// <summary>Ends what there is, and leads to another address from now on.</summary>
    internal void Divert(string to)
    {
        _to = IPEndPoint.Parse(to);
        EndAll();
    }

    public void Dispose()
    {
        _listener.Dispose();
        EndAll();
    }

    private void EndAll()
    {
        lock (_ends)
        {
            _ends.ForEach(end => end.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var from = await _listener.AcceptTcpClientAsync();
                var to = new TcpClient();
                lock (_ends)
                {
                    _ends.AddRange([from, to]);
                }

                await to.ConnectAsync(_to);
                _ = CopyAsync(from.GetStream(), to.GetStream());
                _ = CopyAsync(to.GetStream(), from.GetStream());
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            var buffer = new byte[65_536];
            while (await from.ReadAsync(buffer) is > 0 and var length)
            {
                lock (_seen)
                {
                    _seen.Write(buffer, 0, length);
                }

                if (!_isSilent)
                {
                    await to.WriteAsync(buffer.AsMemory(0, length));
                }
            }

            if (!_isSilent)
            {
                to.Dispose();
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            if (!_isSilent)
            {
                to.Dispose();
            }
        }
    }
}
