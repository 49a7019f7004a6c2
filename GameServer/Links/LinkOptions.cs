using System.ComponentModel.DataAnnotations;

namespace GameServer.Links;

/// <summary>Limits and times of the links between nodes; the configuration section "Links".</summary>
internal sealed record LinkOptions
{
    /// <summary>How long a connection to another node may take to be made, in milliseconds; 100 to 60,000.</summary>
    [Range(100, 60_000)]
    public int ConnectTimeoutMs { get; init; } = 2_000;

    /// <summary>How long both sides may take to prove who they are, in milliseconds; 100 to 60,000.</summary>
    [Range(100, 60_000)]
    public int HandshakeTimeoutMs { get; init; } = 5_000;

    /// <summary>How often a sign of life is sent where nothing else is, in milliseconds; 20 to 60,000.</summary>
    [Range(20, 60_000)]
    public int PingIntervalMs { get; init; } = 1_000;

    /// <summary>
    /// A link on which not one byte came for so long is broken, in milliseconds; at least twice the ping interval, at most 600,000.
    /// </summary>
    [Range(40, 600_000)]
    public int SilenceTimeoutMs { get; init; } = 5_000;

    /// <summary>
    /// The largest message that is received, in bytes; at least what may wait for a link on any node, 65,536 to 1,073,741,824.
    /// </summary>
    [Range(65_536, 1_073_741_824)]
    public int MessageBytesMax { get; init; } = 134_217_728;

    /// <summary>Bytes that may wait for one other node; 65,536 to 1,073,741,824.</summary>
    [Range(65_536, 1_073_741_824)]
    public int OutboxBytesMax { get; init; } = 67_108_864;

    public LinkTlsOptions Tls { get; init; } = new();

    /// <summary>The largest message of the handshake, in bytes.</summary>
    internal const int GreetingBytesMax = 4_096;

    internal TimeSpan ConnectTimeout => TimeSpan.FromMilliseconds(ConnectTimeoutMs);

    internal TimeSpan HandshakeTimeout => TimeSpan.FromMilliseconds(HandshakeTimeoutMs);

    internal TimeSpan PingInterval => TimeSpan.FromMilliseconds(PingIntervalMs);

    internal TimeSpan SilenceTimeout => TimeSpan.FromMilliseconds(SilenceTimeoutMs);
}
