using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using GameServer.Links;

namespace GameServer.Tests.Links;

/// <summary>
/// Somebody between two nodes who has a certificate of their authority: passes on all that they say, and could read and change it.
/// </summary>
internal sealed class LinkTlsRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    /// <param name="tls">What it shows to both.</param>
    /// <param name="isSecuredOnwards">Whether it speaks TLS to the node behind it, too.</param>
    /// <param name="to">Where that is.</param>
    internal LinkTlsRelay(LinkTls tls, bool isSecuredOnwards, string to)
    {
        _listener.Start();
        _accepting = AcceptAsync(tls, isSecuredOnwards, IPEndPoint.Parse(to));
    }

    internal string Address => _listener.LocalEndpoint.ToString()!;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync(LinkTls tls, bool isSecuredOnwards, IPEndPoint to)
    {
        var passing = new List<Task>();
        try
        {
            while (true)
            {
                passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_end.Token), tls, isSecuredOnwards, to));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(passing);
        }
    }

    private async Task PassAsync(TcpClient from, LinkTls tls, bool isSecuredOnwards, IPEndPoint to)
    {
        using var near = from;
        using var far = new TcpClient();
        try
        {
            var back = (await tls.AcceptAsync(near.GetStream(), _end.Token)).Stream;
            await far.ConnectAsync(to, _end.Token);
            Stream onwards = isSecuredOnwards
                ? (await tls.DialAsync(far.GetStream(), to.Address.ToString(), _end.Token)).Stream
                : far.GetStream();
            await Task.WhenAny(back.CopyToAsync(onwards, _end.Token), onwards.CopyToAsync(back, _end.Token));
        }
        catch (Exception ended) when (ended is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            // One of them has had enough.
        }
    }
}
