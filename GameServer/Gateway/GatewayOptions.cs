using System.ComponentModel.DataAnnotations;
using GameServer.Sessions;

namespace GameServer.Gateway;

/// <summary>Limits and times of the game endpoint; the configuration section "Gateway".</summary>
internal sealed record GatewayOptions
{
    /// <summary>
    /// Origins whose pages may connect, as browsers name them: scheme, host and a port that is not the scheme's own, such as
    /// https://play.example.org; "*" admits all. Empty: pages of this host only.
    /// </summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary>
    /// Addresses or networks (10.0.0.0/8) of proxies in front: where a client is, their X-Forwarded-For says. Empty: the connection's peer.
    /// </summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Connections at once; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsMax { get; init; } = 100_000;

    /// <summary>Connections at once from one address; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsPerAddressMax { get; init; } = 1_000;

    /// <summary>New connections per second on this node; 1 to 1,000,000. More are answered 503.</summary>
    [Range(1, 1_000_000)]
    public int HandshakesPerSecond { get; init; } = 1_000;

    /// <summary>New connections at once on this node; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int HandshakesBurst { get; init; } = 4_000;

    /// <summary>New connections per second from one address; 1 to 1,000,000. More are answered 429.</summary>
    [Range(1, 1_000_000)]
    public int HandshakesPerAddressPerSecond { get; init; } = 50;

    /// <summary>New connections at once from one address; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int HandshakesPerAddressBurst { get; init; } = 1_000;

    /// <summary>
    /// Connections at once that are not WebSockets, or not yet: handshakes under way, pages, health checks. One more is dropped at once;
    /// 16 to 1,000,000. One address may have as many of them as ConnectionsPerAddressMax, but at least 16 and else at most half; trusted
    /// proxies may have all.
    /// </summary>
    [Range(16, 1_000_000)]
    public int PlainConnectionsMax { get; init; } = 10_000;

    /// <summary>
    /// How long a client may take for the TLS handshake, for the first byte of a request, and for its headers, in milliseconds;
    /// 100 to 60,000.
    /// </summary>
    [Range(100, 60_000)]
    public int HandshakeTimeoutMs { get; init; } = 10_000;

    /// <summary>From the upgrade to the first frame, Hello or Resume, in milliseconds; 100 to 60,000.</summary>
    [Range(100, 60_000)]
    public int HelloTimeoutMs { get; init; } = 5_000;

    /// <summary>How long the authenticator or a session's answer is waited for, in milliseconds; 100 to 60,000.</summary>
    [Range(100, 60_000)]
    public int AuthenticationTimeoutMs { get; init; } = 10_000;

    /// <summary>How often the server sends a ping, in milliseconds; 100 to 600,000.</summary>
    [Range(100, 600_000)]
    public int PingIntervalMs { get; init; } = 15_000;

    /// <summary>
    /// A connection from which not one byte came for so long is dead, in milliseconds; more than the ping interval, at most 3,600,000.
    /// </summary>
    [Range(200, 3_600_000)]
    public int SilenceTimeoutMs { get; init; } = 40_000;

    /// <summary>How long the client may take to read and answer a close frame, in milliseconds; 100 to 60,000.</summary>
    [Range(100, 60_000)]
    public int CloseTimeoutMs { get; init; } = 5_000;

    /// <summary>The largest message a client may send, in bytes; 1,024 to 16,777,216.</summary>
    [Range(1_024, 16_777_216)]
    public int MessageBytesMax { get; init; } = 65_536;

    /// <summary>Frames that may wait for one client; 16 to 1,000,000.</summary>
    [Range(16, 1_000_000)]
    public int OutboxFramesMax { get; init; } = 4_096;

    /// <summary>Bytes that may wait for one client; at least twice the largest state of a room; 65,536 to 1,073,741,824.</summary>
    [Range(65_536, 1_073_741_824)]
    public int OutboxBytesMax { get; init; } = 4_194_304;

    /// <summary>
    /// Bytes of rooms' updates that may wait for one client while its connection takes no more, or as many as its largest frame had. A
    /// client that is behind by more gets no updates until it has read what waits, then a snapshot; 1,024 to 1,073,741,824.
    /// </summary>
    [Range(1_024, 1_073_741_824)]
    public int OutboxUpdateBytesMax { get; init; } = 16_384;

    /// <summary>
    /// Bytes the server puts into one WebSocket message, as far as frames are not larger; 1,024 to 1,048,576. A client can use only whole
    /// messages: what was on its way when its connection broke is sent again from the last one.
    /// </summary>
    [Range(1_024, 1_048_576)]
    public int BatchBytesMax { get; init; } = 8_192;

    /// <summary>Frames per second from one client, its pings and pongs too; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int FramesPerSecond { get; init; } = 200;

    /// <summary>Frames from one client at once; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int FramesBurst { get; init; } = 400;

    /// <summary>Frames refused for their rate, after which a client that goes on is closed; 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int FramesRefusedMax { get; init; } = 2_000;

    /// <summary>Bytes per second from one client; 1,024 to 1,073,741,824.</summary>
    [Range(1_024, 1_073_741_824)]
    public int BytesPerSecond { get; init; } = 262_144;

    /// <summary>Bytes from one client at once; at least the largest message, at most 1,073,741,824.</summary>
    [Range(1_024, 1_073_741_824)]
    public int BytesBurst { get; init; } = 524_288;

    /// <summary>Bytes over the burst, after which a client that goes on is closed; 1,024 to 1,073,741,824.</summary>
    [Range(1_024, 1_073_741_824)]
    public int BytesOwedMax { get; init; } = 4_194_304;

    /// <summary>Frames per second from all clients at one address; 1 to 100,000,000.</summary>
    [Range(1, 100_000_000)]
    public int FramesPerAddressPerSecond { get; init; } = 20_000;

    /// <summary>Frames from all clients at one address at once; 1 to 100,000,000.</summary>
    [Range(1, 100_000_000)]
    public int FramesPerAddressBurst { get; init; } = 40_000;

    /// <summary>Bytes per second from all clients at one address; 1,024 to 1,073,741,824.</summary>
    [Range(1_024, 1_073_741_824)]
    public int BytesPerAddressPerSecond { get; init; } = 16_777_216;

    /// <summary>Bytes from all clients at one address at once; at least the largest message, at most 1,073,741,824.</summary>
    [Range(1_024, 1_073_741_824)]
    public int BytesPerAddressBurst { get; init; } = 33_554_432;

    internal AddressLimits PerAddress => new(
        HandshakesPerAddressPerSecond,
        HandshakesPerAddressBurst,
        FramesPerAddressPerSecond,
        FramesPerAddressBurst,
        BytesPerAddressPerSecond,
        BytesPerAddressBurst);

    internal OutboxLimits Outbox => new(OutboxFramesMax, OutboxBytesMax, BatchBytesMax, OutboxUpdateBytesMax);

    internal RateLimits Rates => new(FramesPerSecond, FramesBurst, FramesRefusedMax, BytesPerSecond, BytesBurst, BytesOwedMax);
}
