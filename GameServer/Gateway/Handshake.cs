using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace GameServer.Gateway;

/// <summary>
/// The server's side of the WebSocket handshake (RFC 6455, section 4.2) as a pure function. Extensions that a client offers are declined
/// by not naming them.
/// </summary>
internal static class Handshake
{
    internal const string WebSocketToken = "websocket";

    private const string Version = "13";
    private const int KeyBytes = 16;

    // RFC 6455, section 1.3.
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    internal static HandshakeAnswer Check(HandshakeRequest request, HandshakeRules rules)
    {
        var headers = request.Headers;
        if (request.Method != HttpMethods.Get)
        {
            return new HandshakeAnswer.Refused(
                StatusCodes.Status405MethodNotAllowed, "A WebSocket is opened with GET.", (HeaderNames.Allow, HttpMethods.Get));
        }

        if (request.HttpVersion != HttpProtocol.Http11)
        {
            return Bad("A WebSocket is opened over HTTP/1.1.");
        }

        if (headers.Host.Count != 1 || string.IsNullOrEmpty(headers.Host[0]))
        {
            return Bad("The request needs one Host header.");
        }

        if (!HasToken(headers.Upgrade, WebSocketToken) || !HasToken(headers.Connection, HeaderNames.Upgrade))
        {
            return UpgradeRequired("This address speaks WebSocket: the request needs Upgrade: websocket and Connection: Upgrade.");
        }

        if (headers.SecWebSocketVersion.Count != 1 || headers.SecWebSocketVersion[0] != Version)
        {
            return UpgradeRequired("The request needs Sec-WebSocket-Version: 13.");
        }

        if (headers.SecWebSocketKey.Count != 1 || !IsKey(headers.SecWebSocketKey[0]!))
        {
            return Bad("The request needs one Sec-WebSocket-Key of 16 bytes in base64.");
        }

        if (headers.Origin.Count > 1 || !rules.Origins.Admits(headers.Origin.Count == 0 ? null : headers.Origin[0], headers.Host[0]!))
        {
            return new HandshakeAnswer.Refused(StatusCodes.Status403Forbidden, "Pages of this origin may not connect.");
        }

        return Agree(headers, rules.Subprotocols);
    }

    /// <summary>The response to a handshake that is accepted.</summary>
    internal static byte[] Response(HandshakeAnswer.Accepted accepted)
    {
        var subprotocol = accepted.Subprotocol is { } agreed ? $"{HeaderNames.SecWebSocketProtocol}: {agreed}\r\n" : "";
        return Encoding.ASCII.GetBytes(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: {WebSocketToken}\r\nConnection: Upgrade\r\n" +
            $"{HeaderNames.SecWebSocketAccept}: {accepted.AcceptKey}\r\n{subprotocol}\r\n");
    }

    internal static string AcceptKey(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptSuffix)));

    // Without one of our subprotocols the form of the frames would be a guess, so the client is told instead.
    private static HandshakeAnswer Agree(IHeaderDictionary headers, IReadOnlyList<string> known)
    {
        var accept = AcceptKey(headers.SecWebSocketKey[0]!);
        if (known.Count == 0)
        {
            return new HandshakeAnswer.Accepted(accept, null);
        }

        return Tokens(headers.SecWebSocketProtocol).FirstOrDefault(known.Contains) is { } chosen
            ? new HandshakeAnswer.Accepted(accept, chosen)
            : Bad($"The request needs a Sec-WebSocket-Protocol that the server knows: {string.Join(", ", known)}.");
    }

    private static HandshakeAnswer.Refused UpgradeRequired(string sentence) => new(
        StatusCodes.Status426UpgradeRequired,
        sentence,
        (HeaderNames.Upgrade, WebSocketToken),
        (HeaderNames.Connection, HeaderNames.Upgrade),
        (HeaderNames.SecWebSocketVersion, Version));

    private static HandshakeAnswer.Refused Bad(string sentence) => new(StatusCodes.Status400BadRequest, sentence);

    private static bool HasToken(StringValues header, string token) => Tokens(header).Contains(token, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Tokens(StringValues header) =>
        header.SelectMany(line => (line ?? string.Empty).Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static bool IsKey(string key)
    {
        Span<byte> bytes = stackalloc byte[KeyBytes];
        return key.Length == 24 && Convert.TryFromBase64String(key, bytes, out var count) && count == KeyBytes;
    }
}
