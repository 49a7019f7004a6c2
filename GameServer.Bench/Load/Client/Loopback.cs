using System.Buffers.Binary;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load.Client;

/// <summary>Sockets from this machine to itself.</summary>
internal static class Loopback
{
    private const uint First = 0x7F000000;

    /// <summary>Connects to a port of 127.0.0.1, from 127.0.0.x.</summary>
    internal static int Connect(int port, byte sourceAddress)
    {
        var socket = Native.Socket(Native.AddressFamilyInet, Native.SocketStream | Native.SocketCloseOnExec, 0);
        if (socket < 0)
        {
            throw Native.Failure("socket");
        }

        // The kernel picks the port when it knows where to: then a port serves one connection to each server.
        if (Native.SetOption(socket, Native.ProtocolTcp, Native.OptionNoDelay, 1, sizeof(int)) != 0
            || Native.SetOption(socket, Native.ProtocolIp, Native.OptionBindAddressNoPort, 1, sizeof(int)) != 0
            || Native.Bind(socket, Address(sourceAddress, 0), 16) != 0
            || Native.Connect(socket, Address(1, port), 16) != 0)
        {
            var failure = Native.Failure("connect");
            _ = Native.Close(socket);
            throw failure;
        }

        return socket;
    }

    private static Native.InetAddress Address(byte last, int port) => new()
    {
        Family = Native.AddressFamilyInet,
        PortBigEndian = BinaryPrimitives.ReverseEndianness((ushort)port),
        AddressBigEndian = BinaryPrimitives.ReverseEndianness(First | last),
    };
}
