using System.Diagnostics;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using GameServer.Protocol.V1;
using GameServer.Tests.Client;

namespace GameServer.Tests.EndToEnd;

/// <summary>The server as its own process: what it says when it starts, when it cannot, and when it stops.</summary>
public sealed class StartTests : IDisposable
{
    private const int SigTerm = 15;
    private const string Clustered = "--cluster --store Host=h --set ClusterKeys:0=none";

    private const string Token = "--set Admin:Tokens:0:Name=ann --set Admin:Tokens:0:";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "GameServer.dll");

    private readonly Workbench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("--set Gateway:MessageBytesMax=12", "GameServer: GameServer:Gateway:MessageBytesMax is '12'; it must be a whole number")]
    [InlineData("--set Gateway:MessageByteMax=12", "GameServer: GameServer:Gateway:MessageByteMax is unknown; Gateway has: ")]
    [InlineData("--set Gateway", "GameServer: --set Gateway is not of the form KEY=VALUE.")]
    [InlineData(
        "--set Gateway:TrustedProxies=10.0.0.0/8",
        "GameServer: GameServer:Gateway:TrustedProxies is '10.0.0.0/8'; it must be a list: Gateway:TrustedProxies:0=10.0.0.0/8.")]
    [InlineData("--set ClusterKeys=c2VjcmV0", "GameServer: GameServer:ClusterKeys has a value; it must be a list, which begins with")]
    [InlineData("--set Admin:Tokens=secret", "GameServer: GameServer:Admin:Tokens has a value; it must be a list, which begins with")]
    [InlineData("--set Admin:Tokens:0=secret", "GameServer: GameServer:Admin:Tokens:0 has a value; it must have keys: Name, ")]
    [InlineData("--set Tls=secret", "GameServer: GameServer:Tls has a value; it must have keys: ")]
    [InlineData("--set NodeName:0=eu", "GameServer: GameServer:NodeName:0 is unknown; GameServer:NodeName has one value.")]
    [InlineData("--set NodeName=eu~1", "GameServer: GameServer:NodeName is 'eu~1'; it must be 1 to 128 letters, digits, dots, hyphens")]
    [InlineData("--set Gateway:Origins:0=play.io", "GameServer: GameServer:Gateway:Origins has 'play.io'; each must be \"*\" or an")]
    [InlineData("--log loud", "GameServer: GameServer:Log is 'loud'; it must be one of Auto, Text, Json.")]
    [InlineData("--urls localhost:80", "GameServer: urls is 'localhost:80'; it must be like http://127.0.0.1:5080")]
    [InlineData("--web-root nowhere", "GameServer: GameServer:WebRoot is 'nowhere'; it must be a folder that exists.")]
    [InlineData("--tls-certificate nowhere.pem", "GameServer: GameServer:Tls is not right: ")]
    [InlineData("--set ClusterKeys:0=short", "GameServer: GameServer:ClusterKeys:0 is not a key: it must be Base64 of at least")]
    [InlineData("--set Guests=false", "GameServer: GameServer:Guests is 'false' and GameServer:Tokens:Keys is empty;")]
    [InlineData("--set Gateway:PingIntervalMs=50000", "GameServer: GameServer:Gateway:SilenceTimeoutMs is '40000'; it must be more than")]
    [InlineData("--set Gateway:OutboxBytesMax=65536", "GameServer: GameServer:Gateway:OutboxBytesMax is '65536'; for room type '")]
    [InlineData("--echo-path /ws", "GameServer: GameServer:EchoPath is '/ws'; it must begin with '/' and not be /ws.")]
    [InlineData("--set Admin:Tokens:0:Token=x", "GameServer: GameServer:Admin:Tokens:0:Name is ''; it must be a name that no other")]
    [InlineData(Token + "Token=x", "GameServer: GameServer:Admin:Tokens:0:Token has 1 characters; it must be 32 characters or more")]
    [InlineData(Token + "Role=root", "GameServer: GameServer:Admin:Tokens:0:Role is 'root'; it must be one of Viewer, Operator.")]
    [InlineData("--set Otlp:Endpoint=host:4318", "GameServer: GameServer:Otlp:Endpoint is 'host:4318'; it must be empty or like http://")]
    [InlineData("--set Otlp:TracesEndpoint=x", "GameServer: GameServer:Otlp:TracesEndpoint is 'x'; it must be empty or like http://")]
    [InlineData("--set Tracing:CommandsPerTrace=9", "GameServer: GameServer:Otlp:TracesEndpoint is empty and GameServer:Tracing:Command")]
    [InlineData("--set Tracing:ClientTracesPerSecond=0", "GameServer: GameServer:Tracing:ClientTracesPerSecond is '0'; it must be a")]
    [InlineData("--set Health:StuckMs=1", "GameServer: GameServer:Health:StuckMs is '1'; it must be a whole number from 2000 to 600000.")]
    [InlineData("--cluster", "GameServer: GameServer:Store is '' and GameServer:Cluster:Enabled is 'true'; a cluster needs a connection")]
    [InlineData("--cluster --store Host=h", "GameServer: GameServer:ClusterKeys is empty and GameServer:Cluster:Enabled is 'true'; a")]
    [InlineData(Clustered, "GameServer: GameServer:Cluster:Advertise is ''; it must be host:port, where other nodes reach this one.")]
    [InlineData(Clustered + " --advertise h:0", "GameServer: GameServer:Cluster:Advertise is 'h:0'; it must be host:port, where other")]
    [InlineData(
        Clustered + " --advertise h:1 --roles host,guest",
        "GameServer: GameServer:Cluster:Roles is 'host,guest'; it must be 'gateway', 'host' or 'gateway,host'.")]
    [InlineData(
        Clustered + " --advertise h:1 --set Cluster:LeaseMs=2000",
        "GameServer: GameServer:Cluster:RenewMs is '1000'; it must be at most a third of Cluster:LeaseMs, 666.")]
    [InlineData(
        Clustered + " --advertise h:1 --set Cluster:Listen=h",
        "GameServer: GameServer:Cluster:Listen is 'h'; it must be empty or host:port.")]
    [InlineData(Clustered + " --advertise h%:1", "GameServer: GameServer:Cluster:Advertise is 'h%:1'; it must be host:port, where other")]
    [InlineData(
        Clustered + " --advertise h:1 --set Links:Tls:AuthorityPath=a.pem",
        "GameServer: GameServer:Links:Tls:CertificatePath is empty; it must be the file with this node's certificate")]
    [InlineData(
        Clustered + " --advertise h:1 --set Links:Tls:Mode=Preferred",
        "GameServer: GameServer:Links:Tls:Mode is 'Preferred'; it must be one of Required, Dialed, Accepted.")]
    [InlineData("--nonsense", "GameServer: Unrecognized command or argument '--nonsense'.")]
    public async Task A_wrong_option_stops_the_start_with_one_line_that_says_what_would_be_right(string arguments, string line)
    {
        using var server = Start(arguments.Split(' '));
        var error = await Eventually.Of(server.StandardError.ReadToEndAsync(), "the end of what the server says");
        await Eventually.Of(server.WaitForExitAsync(), "the end of the server");

        error.ShouldStartWith(line);
        error.TrimEnd().Split('\n').Length.ShouldBe(1, error);
        server.ExitCode.ShouldBeInRange(1, 2);
    }

    [Theory]
    [InlineData("--help", "--set <KEY=VALUE>")]
    [InlineData("--version", "0.1.0")]
    public async Task It_says_what_it_is(string argument, string part)
    {
        using var server = _bench.Start(_bench.Folder, "dotnet", Program, argument);
        (await Eventually.Of(server.StandardOutput.ReadToEndAsync(), "an answer")).ShouldContain(part);
        await Eventually.Of(server.WaitForExitAsync(), "the end of the server");
        server.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task It_starts_with_one_line_and_stops_with_a_close_code_that_says_resume()
    {
        using var server = Start("--urls", "http://127.0.0.1:0");
        try
        {
            var ready = JsonNode.Parse((await Eventually.Of(server.StandardOutput.ReadLineAsync(), "the line that says ready"))!)!;
            var url = new Uri(ready["State"]!["Url"]!.GetValue<string>());
            using var http = new HttpClient();
            (await http.GetStringAsync(new Uri(url, "/healthz"))).ShouldBe("Healthy");
            (await http.GetStringAsync(new Uri(url, "/readyz"))).ShouldBe("Healthy");
            (await http.GetStringAsync(url)).ShouldContain("<title>");
            var usual = SchedulingSlice.Read(server.Id);
            var ofSockets = SocketThreads.Of(server.Id).Select(SchedulingSlice.Read).ToList();
            ofSockets.ShouldNotBeEmpty();
            ofSockets.ShouldAllBe(slice => slice == Math.Min(usual, SchedulingSlice.Shortest));

            using var socket = new ClientWebSocket();
            socket.Options.AddSubProtocol("gameserver.v1.json");
            await socket.ConnectAsync(new UriBuilder(url) { Scheme = "ws", Path = "/ws" }.Uri, CancellationToken.None);
            Terminate(server);
            var end = await Eventually.Of(socket.ReceiveAsync(new byte[1024], CancellationToken.None), "the close frame");

            end.MessageType.ShouldBe(WebSocketMessageType.Close);
            ((int?)end.CloseStatus).ShouldBe((int)CloseCode.ServerShutdown);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            await Eventually.Of(server.WaitForExitAsync(), "the end of the server");
            server.ExitCode.ShouldBe(0);
        }
        finally
        {
            server.Kill();
        }
    }

    // What a service manager sends. Ctrl-C takes the same way, but a shell starts background work with SIGINT ignored.
    private static void Terminate(Process process) => Kill(process.Id, SigTerm).ShouldBe(0);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);

    private Process Start(params string[] arguments) =>
        _bench.Start(_bench.Folder, "dotnet", [Program, "--data", _bench.Full("data"), .. arguments]);
}
