using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GameServer.Bench.Processes;

/// <summary>
/// A server as a process of its own on a free port of 127.0.0.1: what it has used so far can be read, and it ends with this object.
/// </summary>
internal sealed partial class ChildServer : IDisposable
{
    private const int TailLines = 20;
    private const int StartMs = 30_000;
    private const int StopMs = 10_000;

    private readonly Process _process;
    private readonly string _folder;
    private readonly ConcurrentQueue<string> _tail = new();
    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the server and waits until it says where it listens.</summary>
    internal ChildServer(ServerProgram program)
    {
        _folder = Directory.CreateTempSubdirectory("gameserver-bench-").FullName;
        var start = new ProcessStartInfo("dotnet", program.Arguments)
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in program.Environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new IOException("The server did not start.");
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        _process.OutputDataReceived += (_, line) => Heard(line.Data);
        _process.ErrorDataReceived += (_, line) => Heard(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            Task.WhenAny(_port.Task, _process.WaitForExitAsync()).Wait(StartMs);
            Port = _port.Task.IsCompleted ? _port.Task.Result : throw new IOException("The server does not say where it listens.\n" + Tail);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal int Port { get; }

    /// <summary>The newest lines that the server wrote.</summary>
    internal string Tail => string.Join('\n', _tail);

    internal long CpuNanoseconds => CpuClock.OfProcess(_process.Id);

    /// <summary>Memory that is in use and in RAM.</summary>
    internal long ResidentKb => Status("VmRSS:");

    /// <summary>The most that it ever was.</summary>
    internal long PeakResidentKb => Status("VmHWM:");

    /// <inheritdoc />
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        if (!_process.HasExited)
        {
            _ = Native.Kill(_process.Id, Native.SignalTerminate);
            if (!_process.WaitForExit(StopMs))
            {
                _process.Kill();
                _process.WaitForExit();
            }
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Whoever stops the bench stops what it started, too.
    private void OnProcessExit(object? sender, EventArgs arguments) => Dispose();

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

        if (Address().Match(line) is { Success: true } address)
        {
            _port.TrySetResult(int.Parse(address.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        }
    }

    private long Status(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:([1-9]\d*)")]
    private static partial Regex Address();
}
