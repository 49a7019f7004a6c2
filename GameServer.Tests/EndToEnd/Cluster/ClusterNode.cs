using System.Collections.Concurrent;
using GameServer.Bench.Processes;
using GameServer.Tests.EndToEnd.Crash;

namespace GameServer.Tests.EndToEnd.Cluster;

/// <summary>One node of a real cluster, in a process of its own: dies and comes back at the same addresses, under the same name.</summary>
/// <param name="name">Its name.</param>
/// <param name="roles">What it does.</param>
/// <param name="store">The database of the cluster.</param>
/// <param name="key">The key of the cluster, in Base64.</param>
/// <param name="errors">Gets the lines of its log that tell of an error.</param>
internal sealed class ClusterNode(string name, string roles, string store, string key, ConcurrentQueue<string> errors) : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gameserver-cluster-");
    private readonly KeptPort _port = new();
    private readonly KeptPort _linkPort = new();
    private RoomServerProcess? _process;

    internal string Name => name;

    /// <summary>Options by key, such as "Rooms:RoomsMax=100", from the next start on.</summary>
    internal IReadOnlyList<string> Settings { get; set; } = [];

    internal Uri Address => new($"ws://127.0.0.1:{_port.Number}/ws");

    /// <summary>Where its page is.</summary>
    internal Uri Page => new($"http://127.0.0.1:{_port.Number}/");

    internal string Tail => $"{name}:\n{_process?.Tail}";

    internal async Task StartAsync(ServerBuild build = ServerBuild.Present)
    {
        string[] settings =
        [
            "Gateway:FramesPerSecond=100000", "Gateway:FramesBurst=100000", "Rooms:RoomsMax=100",
            $"NodeName={name}", $"ClusterKeys:0={key}",
            "Cluster:Enabled=true", $"Cluster:Advertise=127.0.0.1:{_linkPort.Number}", $"Cluster:Roles={roles}", .. Settings,
        ];
        string[] arguments =
        [
            "--urls", $"http://127.0.0.1:{_port.Number}", "--data", _data.FullName, "--log", "json", "--store", store,
            .. settings.SelectMany(setting => new[] { "--set", setting }),
        ];
        _process = await RoomServerProcess.StartAsync(StoreFault.None, TimeSpan.Zero, build, arguments, errors);
    }

    /// <summary>As a power cut ends it.</summary>
    internal Task KillAsync() => EndAsync(process => process.KillAsync());

    /// <summary>As an operator ends it: it hands its rooms over first.</summary>
    internal Task StopAsync() => EndAsync(process => process.StopAsync());

    /// <summary>As an operator ends it from anywhere.</summary>
    internal Task DrainAsync() => EndAsync(async process =>
    {
        var (code, _, error) = await Task.Run(() => DrainAsked.By("drain", name, "--store", store));
        code.ShouldBe(0, error);
        await process.EndedAsync();
    });

    public void Dispose()
    {
        _process?.Dispose();
        _port.Dispose();
        _linkPort.Dispose();
        _data.Delete(recursive: true);
    }

    private async Task EndAsync(Func<RoomServerProcess, Task> end)
    {
        await end(_process!);
        _process!.Dispose();
        _process = null;
    }
}
