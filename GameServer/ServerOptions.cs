using System.ComponentModel.DataAnnotations;
using GameServer.Admin;
using GameServer.Certificates;
using GameServer.Cluster;
using GameServer.Gateway;
using GameServer.Rooms;
using GameServer.Telemetry;
using GameServer.Webhooks;
using LinkOptions = GameServer.Links.LinkOptions;
using SessionOptions = GameServer.Sessions.SessionOptions;

namespace GameServer;

/// <summary>Everything that can be configured, in the section "GameServer". docs/CONFIGURATION.md has a line for each.</summary>
internal sealed record ServerOptions
{
    /// <summary>Where the server keeps its files; made when missing.</summary>
    public string Data { get; init; } = "data";

    /// <summary>
    /// Where rooms are stored. Empty: a SQLite file in Data. "memory": nothing outlives the process. Else a PostgreSQL connection string.
    /// </summary>
    public string Store { get; init; } = "";

    /// <summary>A folder with pages to serve in place of the demo; empty: a folder "wwwroot" beside the program, else the demo.</summary>
    public string WebRoot { get; init; } = "";

    /// <summary>A path that echoes WebSocket messages, for conformance suites; empty: none.</summary>
    public string EchoPath { get; init; } = "";

    /// <summary>The form of the log: text, json, or auto (text in a terminal, JSON when piped).</summary>
    public LogForm Log { get; init; }

    /// <summary>
    /// This node's name in logs and frames, 1 to 128 letters, digits, dots, hyphens and underscores; empty: the machine's name.
    /// </summary>
    public string NodeName { get; init; } = "";

    /// <summary>
    /// Base64 keys of at least 32 bytes that sign resume tokens and what nodes say to one another: the first signs, all are accepted.
    /// Empty: one is kept in Data. All nodes of a cluster have the same.
    /// </summary>
    [DataType(DataType.Password)]
    public IReadOnlyList<string> ClusterKeys { get; init; } = [];

    /// <summary>Whether a Hello without a token gets a guest identity.</summary>
    public bool Guests { get; init; } = true;

    public GatewayOptions Gateway { get; init; } = new();

    public SessionOptions Sessions { get; init; } = new();

    public RoomOptions Rooms { get; init; } = new();

    public ClusterOptions Cluster { get; init; } = new();

    public StorageOptions Storage { get; init; } = new();

    public LinkOptions Links { get; init; } = new();

    public TokenOptions Tokens { get; init; } = new();

    public TlsOptions Tls { get; init; } = new();

    public AdminOptions Admin { get; init; } = new();

    public HealthOptions Health { get; init; } = new();

    public OtlpOptions Otlp { get; init; } = new();

    public TracingOptions Tracing { get; init; } = new();
    public WebhookOptions Webhooks { get; init; } = new();
}

/// <summary>How log lines look.</summary>
internal enum LogForm
{
    /// <summary>Text in a terminal, JSON when piped.</summary>
    Auto,

    /// <summary>One line for people.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}
