namespace GameServer.Bench.Processes;

/// <summary>How a server is started: what follows "dotnet", and what is in its environment.</summary>
internal sealed record ServerProgram(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment)
{
    private const string AnyPort = "http://127.0.0.1:0";

    private static readonly Dictionary<string, string> NoEnvironment = [];

    // Limits that hold off single clients: the bench is all of them, from a few addresses. What the server does is as it ships.
    private static readonly string[] Raised =
    [
        "Gateway:ConnectionsPerAddressMax=1000000",
        "Gateway:PlainConnectionsMax=1000000",
        "Gateway:FramesPerSecond=1000000",
        "Gateway:FramesBurst=1000000",
        "Gateway:BytesPerSecond=1073741824",
        "Gateway:BytesBurst=1073741824",
        "Gateway:BytesOwedMax=1073741824",
        "Sessions:RoomsPerSessionMax=1000",
        "Rooms:RoomsMax=100000",
    ];

    private static string Folder => Path.GetDirectoryName(typeof(ServerProgram).Assembly.Location)!;

    /// <summary>The program of the product.</summary>
    /// <param name="path">Its GameServer.dll; null: the one beside the bench.</param>
    internal static ServerProgram GameServer(string? path) =>
        new([Path.GetFullPath(path ?? Path.Combine(Folder, "GameServer.dll")), .. Options], NoEnvironment);

    /// <summary>The same server, hosted here with the bench's rooms beside its own, and with the runtime settings of the product.</summary>
    /// <param name="more">Options beside those that every server gets.</param>
    internal static ServerProgram GameServerWithBenchRooms(params string[] more)
    {
        var settings = Path.Combine(Folder, "GameServer.runtimeconfig.json");
        return new(["exec", "--runtimeconfig", settings, Bench, "serve", .. Options, .. more], NoEnvironment);
    }

    /// <summary>A node of a cluster with the bench's rooms.</summary>
    /// <param name="isBroken">Its store acknowledges before it commits.</param>
    /// <param name="more">Where it listens and what it belongs to.</param>
    internal static ServerProgram Node(bool isBroken, IEnumerable<string> more)
    {
        var settings = Path.Combine(Folder, "GameServer.runtimeconfig.json");
        string[] raised = [.. Raised.SelectMany(setting => new[] { "--set", setting })];
        var verb = isBroken ? "serve-broken" : "serve";
        return new(["exec", "--runtimeconfig", settings, Bench, verb, "--log", "json", .. raised, .. more], NoEnvironment);
    }

    /// <summary>The garbage collector is that of any web project; the pool's threads do not spin while they wait for work.</summary>
    internal static ServerProgram Baseline() => new(
        [Bench, "baseline"],
        new Dictionary<string, string> { ["DOTNET_gcServer"] = "1", ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0" });

    private static string Bench => Path.Combine(Folder, "GameServer.Bench.dll");

    private static IEnumerable<string> Options =>
        ["--urls", AnyPort, "--log", "json", .. Raised.SelectMany(option => new[] { "--set", option })];
}
