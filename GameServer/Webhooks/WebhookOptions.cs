using System.ComponentModel.DataAnnotations;

namespace GameServer.Webhooks;

/// <summary>Who is told over HTTP that rooms open and close; the configuration section "Webhooks".</summary>
internal sealed record WebhookOptions
{
    /// <summary>Where it is told. Empty: nothing is told, kept or measured.</summary>
    public IReadOnlyList<WebhookEndpointOptions> Endpoints { get; init; } = [];

    /// <summary>
    /// Whether endpoints other than those of this machine may have an address of http, which anybody on the way can read.
    /// </summary>
    public bool AllowHttp { get; init; }

    /// <summary>How long an endpoint may take to answer, in milliseconds; 100 to 120,000.</summary>
    [Range(100, 120_000)]
    public int TimeoutMs { get; init; } = 10_000;

    /// <summary>Requests to one endpoint at once from this node; 1 to 64.</summary>
    [Range(1, 64)]
    public int RequestsMax { get; init; } = 4;

    /// <summary>
    /// After how long one that failed is sent again for the first time, in milliseconds; 50 to 60,000. Then twice as long, and so on.
    /// </summary>
    [Range(50, 60_000)]
    public int RetryFirstMs { get; init; } = 1_000;

    /// <summary>The longest pause between two tries, in milliseconds; at least RetryFirstMs, at most 86,400,000.</summary>
    [Range(50, 86_400_000)]
    public int RetryLastMs { get; init; } = 300_000;

    /// <summary>After how long what no endpoint took is given up, in hours; 1 to 8,760.</summary>
    [Range(1, 8_760)]
    public int GiveUpHours { get; init; } = 72;

    /// <summary>
    /// A room's final state with more encoded bytes is left out; 0 to 16,777,216. As JSON it is several times as large. 0: no state is
    /// sent.
    /// </summary>
    [Range(0, 16_777_216)]
    public int StateBytesMax { get; init; } = 1_048_576;
}

/// <summary>One endpoint.</summary>
internal sealed record WebhookEndpointOptions
{
    /// <summary>
    /// What it is called in the store, the log and the metrics; each has another. Who changes it loses what waits for it.
    /// </summary>
    public string Name { get; init; } = "";

    /// <summary>Where requests go: an address of https, or of http on this machine.</summary>
    public string Url { get; init; } = "";

    /// <summary>What signs them: whsec_ and 24 to 64 random bytes in base64.</summary>
    public string Secret { get; init; } = "";

    /// <summary>Another secret that signs too, while the receiver goes from one to the other; empty: none.</summary>
    public string ElderSecret { get; init; } = "";

    /// <summary>What it is told: room.opened, room.closed or both, with a comma in between.</summary>
    public string Events { get; init; } = "room.opened,room.closed";

    /// <summary>Nothing of its secrets, nor of its address, which may hold some.</summary>
    public override string ToString() => Name;
}
