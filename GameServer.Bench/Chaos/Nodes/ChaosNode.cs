using System.Collections.Concurrent;
using System.Diagnostics;
using GameServer.Bench.Load;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Chaos.Nodes;

/// <summary>
/// A node as a process of its own that is killed, frozen, stopped and started again under the same name and addresses. It ends with this
/// object, or with the tool, however that ends.
/// </summary>
internal sealed class ChaosNode : IDisposable
{
    private const int TailLines = 40;
    private const int ProbeMs = 25;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Probe = new() { Timeout = TimeSpan.FromSeconds(2) };
    private static int _lives;

    private readonly NodeSettings _settings;
    private readonly KeptPort _port = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gameserver-chaos-").FullName;
    private readonly ConcurrentQueue<string> _tail = new();
    private Process? _process;

    internal ChaosNode(int index, NodeSettings settings)
    {
        (Index, _settings) = (index, settings);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>From 0.</summary>
    internal int Index { get; }

    internal string Name => $"chaos-{Index}";

    internal Uri Gateway => new($"ws://127.0.0.1:{_port.Number}/ws");

    internal LinkRelay Relay { get; } = new();

    /// <summary>Which process this is of all that were started; rooms tell their members.</summary>
    internal uint Life { get; private set; }

    internal bool Runs => _process is { HasExited: false };

    /// <summary>How it ended; null while it runs.</summary>
    internal int? ExitCode => _process is { HasExited: true } ended ? ended.ExitCode : null;

    /// <summary>What the process has used of the processors.</summary>
    internal long CpuNanoseconds => CpuClock.OfProcess(_process!.Id);

    /// <summary>The newest lines that it wrote.</summary>
    internal string Tail => string.Join('\n', _tail);

    /// <summary>Starts the process and waits until it is ready for clients; false: it ended instead.</summary>
    internal async Task<bool> StartAsync()
    {
        Relay.Open();
        Life = (uint)Interlocked.Increment(ref _lives);
        var program = ServerProgram.ChaosNode(_settings.Server, Life, _settings.Flaw, Arguments());
        var start = new ProcessStartInfo("dotnet", program.Arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GameServer__ClusterKeys__0"] = _settings.Key;
        _process?.Dispose();
        _process = Process.Start(start) ?? throw new BenchFailure("A node did not start.");
        _process.OutputDataReceived += (_, line) => Heard(line.Data);
        _process.ErrorDataReceived += (_, line) => Heard(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < StartTimeout;)
        {
            await Task.Delay(ProbeMs).ConfigureAwait(false);
            if (!Runs)
            {
                Relay.Close();
                return false;
            }

            if (await IsReadyAsync().ConfigureAwait(false))
            {
                return true;
            }
        }

        throw new BenchFailure($"{Name} does not become ready. It said:\n{Tail}");
    }

    /// <summary>As a power cut ends it.</summary>
    internal void Kill()
    {
        Relay.Close();
        End();
    }

    /// <summary>Stops it in the middle of whatever it does; its connections stay.</summary>
    internal void Freeze() => _ = Native.Kill(_process!.Id, Native.SignalStop);

    internal void Thaw() => _ = Native.Kill(_process!.Id, Native.SignalContinue);

    /// <summary>Asks it to end, as a service manager does. Its exit code; null: it did not end in time.</summary>
    internal async Task<int?> StopAsync(TimeSpan deadline)
    {
        _ = Native.Kill(_process!.Id, Native.SignalTerminate);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(deadline).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return null;
        }

        Relay.Close();
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        End();
        _process?.Dispose();
        Relay.Dispose();
        _port.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private IEnumerable<string> Arguments()
    {
        string[] alone =
        [
            "--urls", $"http://127.0.0.1:{_port.Number}", "--store", _settings.Store, "--data", _folder, "--log", "json",
            "--set", $"NodeName={Name}",
            .. _settings.Roles is { } roles ? new[] { "--roles", roles } : [],
        ];
        return _settings.IsAlone
            ? alone
            : [.. alone, "--cluster", "--advertise", $"127.0.0.1:{Relay.Port}", "--set", $"Cluster:Listen=127.0.0.1:{Relay.Target}"];
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Probe.GetAsync(new Uri($"http://127.0.0.1:{_port.Number}/readyz")).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private void End()
    {
        if (Runs)
        {
            _process!.Kill();
            _process.WaitForExit();
        }
    }

    // Whoever stops the tool stops what it started, too; a frozen process could not see that its input has ended.
    private void OnProcessExit(object? sender, EventArgs arguments) => End();

    private void Heard(string? line)
    {
        if (line is null)
        {
            return;
        }

        _tail.Enqueue(line);
        if (_tail.Count > TailLines)
        {
            _tail.TryDequeue(out _);
        }

        if (_settings.Logs is { } folder)
        {
            lock (_tail)
            {
                File.AppendAllText(Path.Combine(folder, $"{Name}.log"), line + "\n");
            }
        }
    }
}
