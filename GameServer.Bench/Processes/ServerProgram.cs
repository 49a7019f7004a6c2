using System.Globalization;
using GameServer.Bench.Chaos.Nodes;
using GameServer.Bench.Load;
using GameServer.Bench.Soak;

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
        "Gateway:HandshakesPerSecond=1000000",
        "Gateway:HandshakesBurst=1000000",
        "Gateway:HandshakesPerAddressPerSecond=1000000",
        "Gateway:HandshakesPerAddressBurst=1000000",
        "Gateway:FramesPerAddressPerSecond=100000000",
        "Gateway:FramesPerAddressBurst=100000000",
        "Gateway:BytesPerAddressPerSecond=1073741824",
        "Gateway:BytesPerAddressBurst=1073741824",
        "Gateway:FramesPerSecond=1000000",
        "Gateway:FramesBurst=1000000",
        "Gateway:BytesPerSecond=1073741824",
        "Gateway:BytesBurst=1073741824",
        "Gateway:BytesOwedMax=1073741824",
        "Sessions:RoomsPerSessionMax=256",
        "Rooms:RoomsMax=100000",
        "Rooms:MadePerSecond=1000000",
        "Rooms:MadePerPlayerPerMinute=1000000",
    ];

    private static string Folder => Path.GetDirectoryName(typeof(ServerProgram).Assembly.Location)!;

    /// <summary>The program of the product.</summary>
    /// <param name="path">Its GameServer.dll; null: the one beside the bench.</param>
    internal static ServerProgram GameServer(string? path) =>
        new([Path.GetFullPath(path ?? Path.Combine(Folder, "GameServer.dll")), .. Options], NoEnvironment);

    /// <summary>The program of the product with every limit as it ships.</summary>
    internal static ServerProgram GameServerAsShipped() =>
        new([Path.Combine(Folder, "GameServer.dll"), "--urls", AnyPort, "--log", "json"], NoEnvironment);

    /// <summary>The same server, hosted here with the bench's rooms beside its own, and with the runtime settings of the product.</summary>
    /// <param name="more">Options beside those that every server gets.</param>
    internal static ServerProgram GameServerWithBenchRooms(params string[] more)
    {
        var settings = Path.Combine(Folder, "GameServer.runtimeconfig.json");
        return new(["exec", "--runtimeconfig", settings, Bench, "serve", .. Options, .. more], NoEnvironment);
    }

    /// <summary>The same server with the rooms of the chaos tool.</summary>
    /// <param name="path">The GameServer.dll of another build that has its bench beside it; null: this one.</param>
    /// <param name="life">Which process this is of all that are started.</param>
    /// <param name="flaw">What is wrong with it, on purpose.</param>
    /// <param name="more">Where it listens and what it belongs to.</param>
    /// <exception cref="BenchFailure">There is no such build.</exception>
    internal static ServerProgram ChaosNode(string? path, uint life, NodeFlaw flaw, IEnumerable<string> more)
    {
        var folder = path is null ? Folder : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var bench = Path.Combine(folder, Path.GetFileName(Bench));
        if (!File.Exists(bench))
        {
            throw new BenchFailure(
                $"There is no {bench}: the chaos tool's rooms are in it. Build GameServer.Bench and name that folder's dll.");
        }

        var settings = Path.Combine(folder, "GameServer.runtimeconfig.json");
        string[] raised = [.. Raised.SelectMany(setting => new[] { "--set", setting })];
        string[] node = [NodeProgram.Verb, life.ToString(CultureInfo.InvariantCulture), flaw.ToString()];
        return new(["exec", "--runtimeconfig", settings, bench, .. node, .. raised, .. more], NoEnvironment);
    }

    /// <summary>The server with the limits as shipped and what the soak asks it.</summary>
    /// <param name="life">Which process this is of all that are started.</param>
    /// <param name="leapt">How far its clock has been put forward already, in seconds.</param>
    /// <param name="leaks">Whether it has a room type that leaks.</param>
    /// <param name="more">Where it listens and keeps its files.</param>
    internal static ServerProgram SoakNode(uint life, long leapt, bool leaks, IEnumerable<string> more)
    {
        var settings = Path.Combine(Folder, "GameServer.runtimeconfig.json");
        string[] numbers = [life.ToString(CultureInfo.InvariantCulture), leapt.ToString(CultureInfo.InvariantCulture)];
        return new(["exec", "--runtimeconfig", settings, Bench, SoakProgram.Verb, .. numbers, leaks.ToString(), .. more], NoEnvironment);
    }

    /// <summary>The garbage collector is that of any web project; the pool's threads do not spin while they wait for work.</summary>
    internal static ServerProgram Baseline() => new(
        [Bench, "baseline"],
        new Dictionary<string, string> { ["DOTNET_gcServer"] = "1", ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0" });

    private static string Bench => Path.Combine(Folder, "GameServer.Bench.dll");

    private static IEnumerable<string> Options =>
        ["--urls", AnyPort, "--log", "json", .. Raised.SelectMany(option => new[] { "--set", option })];
}
