using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace GameServer.Gateway;

/// <summary>
/// Sockets whose connections leave what can't be sent yet to the server instead of the operating system: there it could wait by the
/// megabyte, where nobody can take back what a slow client does not need any more.
/// </summary>
internal static class ListenSockets
{
    private const int UnsentBytesMax = 16_384;
    private const int Tcp = 6;

    // TCP_NOTSENT_LOWAT; accepted connections inherit it.
    private const int NotSentLowWatermark = 25;

    internal static Socket Bind(EndPoint address)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        if (address is IPEndPoint && OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(Tcp, NotSentLowWatermark, BitConverter.GetBytes(UnsentBytesMax));
        }

        return socket;
    }
}
