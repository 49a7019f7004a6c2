using System.Collections.Concurrent;
using GameServer.Bench.Processes;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>A server that dies and comes back at the same address, over the same data.</summary>
internal sealed class KilledServer(string store, StoreFault fault, ConcurrentQueue<string> errors) : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("gameserver-crash-");
    private readonly KeptPort _port = new();
    private RoomServerProcess? _process;

    /// <summary>Options by key, such as "Rooms:RoomsMax=100".</summary>
    internal IReadOnlyList<string> Settings { get; init; } = [];

    internal Uri Address => new($"ws://127.0.0.1:{_port.Number}/ws");

    /// <summary>Where its page is.</summary>
    internal Uri Page => new($"http://127.0.0.1:{_port.Number}/");

    internal string Tail => _process?.Tail ?? "";

    /// <param name="clockAhead">How far its clock is ahead of ours: as if so much time had passed while it was down.</param>
    internal async Task StartAsync(TimeSpan clockAhead = default)
    {
        string[] settings = ["Gateway:FramesPerSecond=100000", "Gateway:FramesBurst=100000", "Rooms:RoomsMax=100", .. Settings];
        string[] arguments =
        [
            "--urls", $"http://127.0.0.1:{_port.Number}", "--data", _data.FullName, "--log", "json",
            .. store.Length > 0 ? ["--store", store] : Array.Empty<string>(),
            .. settings.SelectMany(setting => new[] { "--set", setting }),
        ];
        _process = await RoomServerProcess.StartAsync(fault, clockAhead, ServerBuild.Present, arguments, errors);
    }

    /// <summary>As a power cut ends it.</summary>
    internal Task KillAsync() => EndAsync(process => process.KillAsync());

    /// <summary>As an operator ends it.</summary>
    internal Task StopAsync() => EndAsync(process => process.StopAsync());

    public void Dispose()
    {
        // Nothing of what it does is wanted any more.
        _process?.Dispose();
        _port.Dispose();
        _data.Delete(recursive: true);
    }

    private async Task EndAsync(Func<RoomServerProcess, Task> end)
    {
        await end(_process!);
        _process!.Dispose();
        _process = null;
    }
}
