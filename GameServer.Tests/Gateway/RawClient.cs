using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Gateway;

/// <summary>A WebSocket client that sends exactly the bytes it is told to.</summary>
internal sealed class RawClient : IDisposable
{
    internal const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private static readonly byte[] Mask = [0x11, 0x22, 0x33, 0x44];

    private readonly Socket _socket;
    private readonly Stream _stream;

    private RawClient(Socket socket, Stream stream)
    {
        _socket = socket;
        _stream = stream;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }

    /// <param name="address">Of the server.</param>
    /// <param name="receiveBufferBytes">Of the socket; null: as usual.</param>
    /// <param name="from">The address that it connects from; null: as usual.</param>
    internal static async Task<RawClient> ConnectAsync(Uri address, int? receiveBufferBytes = null, string? from = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (receiveBufferBytes is { } bytes)
        {
            socket.ReceiveBufferSize = bytes;
        }

        if (from is not null)
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        }

        await socket.ConnectAsync(address.Host, address.Port);
        Stream stream = new NetworkStream(socket, ownsSocket: false);
        if (address.Scheme == Uri.UriSchemeHttps)
        {
            var tls = new SslStream(stream, leaveInnerStreamOpen: false, (_, _, _, _) => true);
            await tls.AuthenticateAsClientAsync(address.Host);
            stream = tls;
        }

        return new RawClient(socket, stream);
    }

    /// <summary>Connected and upgraded.</summary>
    internal static Task<RawClient> OpenAsync(
        GatewayHost host,
        string path = "/ws",
        string? subprotocol = "gameserver.v1.proto",
        int? receiveBufferBytes = null,
        string? from = null) => OpenAsync(host.Address, path, subprotocol, receiveBufferBytes, from);

    /// <inheritdoc cref="OpenAsync(GatewayHost, string, string?, int?, string?)" />
    internal static async Task<RawClient> OpenAsync(
        Uri address,
        string path = "/ws",
        string? subprotocol = "gameserver.v1.proto",
        int? receiveBufferBytes = null,
        string? from = null)
    {
        var client = await ConnectAsync(address, receiveBufferBytes, from);
        await client.SendAsync(Handshake(path, subprotocol));
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        return client;
    }

    /// <summary>Upgraded, and past Welcome.</summary>
    internal static async Task<RawClient> WelcomedAsync(GatewayHost host, int? receiveBufferBytes = null, string? from = null)
    {
        var client = await OpenAsync(host, receiveBufferBytes: receiveBufferBytes, from: from);
        await client.SendAsync(new ClientEnvelope { Hello = new Hello { ProtocolVersion = 1 } });
        (await client.ReadBatchAsync()).Envelopes[0].KindCase.ShouldBe(ServerEnvelope.KindOneofCase.Welcome);
        return client;
    }

    internal static byte[] Handshake(string path = "/ws", string? subprotocol = "gameserver.v1.proto") => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
        $"Sec-WebSocket-Key: {Key}\r\n{(subprotocol is null ? string.Empty : $"Sec-WebSocket-Protocol: {subprotocol}\r\n")}\r\n");

    /// <summary>A masked frame; the first byte holds FIN, the reserved bits and the opcode.</summary>
    internal static byte[] Frame(int firstByte, ReadOnlySpan<byte> payload, int? lengthBytes = null)
    {
        var frame = new List<byte> { (byte)firstByte };
        var form = lengthBytes ?? (payload.Length < 126 ? 0 : payload.Length <= ushort.MaxValue ? 2 : 8);
        frame.Add((byte)(0x80 | (form == 0 ? payload.Length : form == 2 ? 126 : 127)));
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payload.Length);
        frame.AddRange(length[^form..]);
        frame.AddRange(Mask);
        for (var i = 0; i < payload.Length; i++)
        {
            frame.Add((byte)(payload[i] ^ Mask[i % Mask.Length]));
        }

        return [.. frame];
    }

    internal async Task SendAsync(params byte[] bytes) => await _stream.WriteAsync(bytes).AsTask().WaitAsync(GatewayHost.Patience);

    internal Task SendAsync(params ClientEnvelope[] envelopes) =>
        SendAsync(Frame(0x82, new ClientBatch { Envelopes = { envelopes } }.ToByteArray()));

    /// <summary>The HTTP response up to its empty line.</summary>
    internal async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadAsync(1))[0]);
        }

        return head.ToString();
    }

    /// <summary>The next frame, which must not be masked.</summary>
    internal async Task<(int FirstByte, byte[] Payload)> ReadFrameAsync()
    {
        var start = await ReadAsync(2);
        (start[1] & 0x80).ShouldBe(0, "a server does not mask");
        var length = start[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => (int)BinaryPrimitives.ReadUInt64BigEndian(await ReadAsync(8)),
            var few => few,
        };
        return (start[0], await ReadAsync(length));
    }

    internal async Task<ServerBatch> ReadBatchAsync()
    {
        var (first, payload) = await ReadFrameAsync();
        first.ShouldBe(0x82);
        return ServerBatch.Parser.ParseFrom(payload);
    }

    /// <summary>Reads to the close frame, which must be the last bytes before the server ends the connection.</summary>
    internal async Task<int> ReadCloseAsync(bool answer = true, bool endSending = true)
    {
        while (true)
        {
            var (first, payload) = await ReadFrameAsync();
            if (first == 0x88)
            {
                if (answer)
                {
                    await SendAsync(Frame(0x88, payload.AsSpan(0, Math.Min(2, payload.Length))));
                }

                if (endSending)
                {
                    EndSending();
                }

                (await ReadToEndAsync()).ShouldBe(0, "nothing follows a close frame");
                return BinaryPrimitives.ReadUInt16BigEndian(payload);
            }
        }
    }

    /// <summary>How many bytes come before the server ends the connection. A reset fails the test.</summary>
    internal async Task<int> ReadToEndAsync()
    {
        var buffer = new byte[4096];
        var total = 0;
        while (true)
        {
            var count = await _stream.ReadAsync(buffer).AsTask().WaitAsync(GatewayHost.Patience);
            if (count == 0)
            {
                return total;
            }

            total += count;
        }
    }

    internal void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes).AsTask().WaitAsync(GatewayHost.Patience);
        return bytes;
    }
}
