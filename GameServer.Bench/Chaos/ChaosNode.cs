using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using GameServer.Bench.Load;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Chaos;

/// <summary>A node as a process of its own that is killed, frozen and started again under the same name and addresses.</summary>
internal sealed class ChaosNode : IDisposable
{
    private const int SignalKill = 9;
    private const int SignalContinue = 18;
    private const int SignalStop = 19;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(60);

    private readonly ChaosOptions _options;
    private readonly string _store;
    private readonly string _key;
    private readonly string _folder = Directory.CreateTempSubdirectory("gameserver-chaos-").FullName;
    private Process? _process;

    internal ChaosNode(string name, ChaosOptions options, string store, string key)
    {
        (Name, _options, _store, _key) = (name, options, store, key);
        Port = FreePort();
        Relay = new LinkRelay(FreePort(), FreePort());
    }

    internal string Name { get; }

    internal int Port { get; }

    internal LinkRelay Relay { get; }

    /// <summary>It runs and is not held: new connections may go there.</summary>
    internal bool Serves { get; private set; }

    /// <summary>Counts what was done to it.</summary>
    internal int Harm { get; private set; }

    /// <summary>Starts the process and waits until it says that it is ready.</summary>
    internal async Task StartAsync()
    {
        Relay.Open();
        var program = ServerProgram.Node(_options.Breaks, [
            "--urls", $"http://127.0.0.1:{Port}", "--store", _store, "--data", _folder, "--cluster",
            "--advertise", $"127.0.0.1:{Relay.Port}",
            "--set", $"Cluster:Listen=127.0.0.1:{Relay.Target}", "--set", $"NodeName={Name}", "--set", $"ClusterKeys:0={_key}",
        ]);
        var start = new ProcessStartInfo("dotnet", program.Arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = Process.Start(start) ?? throw new BenchFailure("A node did not start.");
        process.OutputDataReceived += (_, line) => Heard(line.Data, ready);
        process.ErrorDataReceived += (_, line) => Heard(line.Data, ready);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await Task.WhenAny(ready.Task, process.WaitForExitAsync(), Task.Delay(StartTimeout)).ConfigureAwait(false);
        if (!ready.Task.IsCompleted)
        {
            throw new BenchFailure($"{Name} did not start; its log is in {_folder}/log.");
        }

        Serves = true;
    }

    /// <summary>As a power cut ends it.</summary>
    internal void Kill()
    {
        Harmed();
        _ = Native.Kill(_process!.Id, SignalKill);
        Relay.Close();
        _process.WaitForExit();
    }

    /// <summary>Stopped in the middle of whatever it does; its connections stay.</summary>
    internal void Freeze()
    {
        Harmed();
        _ = Native.Kill(_process!.Id, SignalStop);
    }

    internal void Thaw()
    {
        _ = Native.Kill(_process!.Id, SignalContinue);
        Harm++;
        Serves = true;
    }

    /// <summary>As an operator ends it: it hands its rooms over. Answers how long it took.</summary>
    internal async Task<TimeSpan> StopAsync()
    {
        var began = Stopwatch.GetTimestamp();
        Harmed();
        _ = Native.Kill(_process!.Id, Native.SignalTerminate);
        await _process.WaitForExitAsync().WaitAsync(StopTimeout).ConfigureAwait(false);
        Relay.Close();
        return _process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(began)
            : throw new BenchFailure($"{Name} ended with {_process.ExitCode} when it was told to stop; its log is in {_folder}/log.");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        Relay.Dispose();
        if (!_options.KeepsLogs)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Harmed()
    {
        Serves = false;
        Harm++;
    }

    private void Heard(string? line, TaskCompletionSource ready)
    {
        if (line is null)
        {
            return;
        }

        lock (_folder)
        {
            File.AppendAllText(Path.Combine(_folder, "log"), line + "\n");
        }

        if (line.Contains($"http://127.0.0.1:{Port}", StringComparison.Ordinal))
        {
            ready.TrySetResult();
        }
    }
}
