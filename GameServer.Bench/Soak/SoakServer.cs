using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using GameServer.Bench.Load;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Soak;

/// <summary>
/// The server under the soak: a process of its own over one folder and one port, which is killed and started again. It ends with this
/// object, or with the tool, however that ends.
/// </summary>
internal sealed class SoakServer(bool leaks) : IDisposable
{
    private const int TailLines = 20;
    private const int ProbeMs = 25;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private static readonly HttpClient Probe = new() { Timeout = TimeSpan.FromSeconds(2) };

    private readonly KeptPort _port = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gameserver-soak-").FullName;
    private readonly ConcurrentQueue<string> _tail = new();
    private Process? _process;
    private TaskCompletionSource<string> _answer = new();
    private long _leapt;

    internal Uri Gateway => new($"ws://127.0.0.1:{_port.Number}/ws");

    /// <summary>Which process this is, from 1.</summary>
    internal uint Life { get; private set; }

    /// <summary>The newest lines that it wrote.</summary>
    internal string Tail => string.Join('\n', _tail);

    internal bool Runs => _process is { HasExited: false };

    /// <summary>Starts the process over what the one before has left, and waits until it is ready.</summary>
    /// <exception cref="BenchFailure">It does not start.</exception>
    internal async Task StartAsync()
    {
        string[] where = ["--urls", $"http://127.0.0.1:{_port.Number}", "--data", Path.Combine(_folder, "data"), "--log", "json"];
        var start = new ProcessStartInfo("dotnet", ServerProgram.SoakNode(++Life, _leapt, leaks, where).Arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        _process?.Dispose();
        _process = Process.Start(start) ?? throw new BenchFailure("The server did not start.");
        _process.OutputDataReceived += (_, line) => Heard(line.Data);
        _process.ErrorDataReceived += (_, line) => Heard(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var began = Stopwatch.GetTimestamp(); !await IsReadyAsync().ConfigureAwait(false);)
        {
            if (!Runs || Stopwatch.GetElapsedTime(began) > StartTimeout)
            {
                throw new BenchFailure($"The server does not become ready. It said:\n{Tail}");
            }

            await Task.Delay(ProbeMs).ConfigureAwait(false);
        }
    }

    /// <summary>As a power cut ends it.</summary>
    internal void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>What it holds now.</summary>
    internal Task<SoakReading> LookAsync() => AskAsync(SoakGauge.Look);

    /// <summary>What it holds when all garbage is collected.</summary>
    internal Task<SoakReading> CollectAsync() => AskAsync(SoakGauge.Collect);

    /// <summary>Puts its clock forward.</summary>
    internal Task LeapAsync(TimeSpan time)
    {
        _leapt += (long)time.TotalSeconds;
        return AskAsync($"{SoakGauge.Leap} {(long)time.TotalSeconds}");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Runs)
        {
            Kill();
        }

        _process?.Dispose();
        _port.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<SoakReading> AskAsync(string question)
    {
        _answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _process!.StandardInput.WriteLineAsync(question).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync().ConfigureAwait(false);
            var answer = await _answer.Task.WaitAsync(AnswerTimeout).ConfigureAwait(false);
            return JsonSerializer.Deserialize<SoakReading>(answer)!;
        }
        catch (Exception gone) when (gone is IOException or TimeoutException)
        {
            throw new BenchFailure($"The server does not answer. It said:\n{Tail}");
        }
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

    private void Heard(string? line)
    {
        if (line is null)
        {
            return;
        }

        if (line.StartsWith(SoakGauge.Answer, StringComparison.Ordinal))
        {
            _answer.TrySetResult(line[SoakGauge.Answer.Length..]);
            return;
        }

        _tail.Enqueue(line);
        if (_tail.Count > TailLines)
        {
            _tail.TryDequeue(out _);
        }
    }
}
