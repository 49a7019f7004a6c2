namespace GameServer.Client;

/// <summary>How a client connects.</summary>
public sealed record GameClientOptions
{
    /// <summary>A signed token; empty asks for a guest identity.</summary>
    public string Token { get; init; } = "";

    /// <summary>The wished display name; a token's name claim wins.</summary>
    public string Name { get; init; } = "";

    /// <summary>The program and its version, for the server's logs.</summary>
    public string Program { get; init; } = "GameServer.Client";

    /// <summary>
    /// The <see cref="GameClient.ResumeToken"/> that an earlier run of the program has kept: the client goes on with that session, and
    /// its rooms are in <see cref="GameClient.JoinedBefore"/>. While the server is away it is tried without end; when the session is over
    /// there, a new one begins. Empty: a new session.
    /// </summary>
    public string ResumeToken { get; init; } = "";

    /// <summary>
    /// Told the status from the start on, also before there is a client to subscribe to: then on the thread pool, later where callbacks
    /// run.
    /// </summary>
    public Action<ConnectionStatus>? StatusChanged { get; init; }

    /// <summary>Where callbacks run.</summary>
    public CallbackMode Callbacks { get; init; } = CallbackMode.Immediate;

    /// <summary>How long one attempt may take, from the first byte to the server's welcome.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait before the second attempt to reconnect; it doubles with every attempt.</summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between two attempts to reconnect.</summary>
    public TimeSpan ReconnectDelayMax { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How many commands may wait in one room for the server's answers; more are answered <see cref="CommandOutcome.NotSent"/>.
    /// </summary>
    public int CommandsWaitingMax { get; init; } = 4096;

    /// <summary>Latency, jitter and cuts for tests; settable at run time. Null: the network as it is.</summary>
    public NetworkSimulation? Simulation { get; init; }
}
