using System.Text;
using GameServer.Tests.Gateway;

namespace GameServer.Tests.Fuzzing;

/// <summary>Damaged requests, on connections of a running server.</summary>
public sealed class HandshakeFuzzTests
{
    private static readonly IReadOnlyList<byte[]> Corpus =
    [
        RawClient.Handshake(),
        RawClient.Handshake(FuzzServer.EchoPath, subprotocol: null),
        [.. RawClient.Handshake(), .. RawClient.Frame(0x89, "ping"u8), .. RawClient.Frame(0x88, [0x03, 0xE8])],
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(),
        "GET http://localhost/ws?a=b#c HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nOrigin: null\r\n\r\n"u8.ToArray(),
        "POST /ws HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nUpgrade: websocket\r\n\r\n5\r\nhello\r\n0\r\n\r\n"u8.ToArray(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(),
        [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03],
    ];

    private static readonly IReadOnlyList<byte[]> Tokens =
    [
        .. ((string[])["\r\n", "\n", "\r", ": ", ",", ";", "\0", "%00", "%2e%2e/", "*", "HTTP/1.0", "HTTP/2", "websocket", "keep-alive",
            "é", "Content-Length: 0\r\n", "Content-Length: -1\r\n", "Transfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\n", "Upgrade:\r\n",
            "Connection: close\r\n", "Host: x\r\n", "Sec-WebSocket-Key: \r\n", "Sec-WebSocket-Version: 8\r\n", " folded\r\n"])
            .Select(Encoding.Latin1.GetBytes),
    ];

    [Fact]
    public Task Whatever_comes_instead_of_a_handshake_is_answered_or_ends_its_connection() =>
        FuzzServer.BesideAGameAsync(nameof(HandshakeFuzzTests), 600, (server, one) => PlayAsync(server.Address, one));

    internal static async Task PlayAsync(Uri address, FuzzCase one)
    {
        one.Mutate(Corpus, Tokens);
        using var client = await RawClient.ConnectAsync(address);
        await FuzzedConnection.GreetAsync(client, one);
    }
}
