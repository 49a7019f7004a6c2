using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>
/// A real server in a process of its own, to be killed. It says on its standard output when it is ready, and ends when its standard input
/// does, so that it outlives no test.
/// </summary>
internal sealed class RoomServerProcess : IDisposable
{
    private const int SigTerm = 15;
    private const int TailLines = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _tail = new();
    private readonly ConcurrentQueue<string> _errors;
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RoomServerProcess(
        StoreFault fault, TimeSpan clockAhead, ServerBuild build, IEnumerable<string> arguments, ConcurrentQueue<string> errors)
    {
        _errors = errors;
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] program =
        [
            "exec", typeof(RoomServerProcess).Assembly.Location, EntryPoint.RoomServer, fault.ToString(), clockAhead.ToString("c"),
            build.ToString(),
        ];
        foreach (var argument in program.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Heard(line.Data);
        _process.ErrorDataReceived += (_, line) => Heard(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The newest lines that the server wrote.</summary>
    internal string Tail => string.Join('\n', _tail);

    /// <summary>Starts a server, and waits until it says that it is ready.</summary>
    /// <param name="fault">What is wrong with its store.</param>
    /// <param name="clockAhead">How far its clock is ahead of ours.</param>
    /// <param name="build">Which release it is.</param>
    /// <param name="arguments">Of its command line.</param>
    /// <param name="errors">Gets the lines of its log that tell of an error.</param>
    internal static async Task<RoomServerProcess> StartAsync(
        StoreFault fault, TimeSpan clockAhead, ServerBuild build, IEnumerable<string> arguments, ConcurrentQueue<string> errors)
    {
        var server = new RoomServerProcess(fault, clockAhead, build, arguments, errors);
        await Task.WhenAny(server._ready.Task, server._process.WaitForExitAsync(), Task.Delay(Patience));
        if (!server._ready.Task.IsCompleted)
        {
            server.Dispose();
            throw new InvalidOperationException($"The server did not start. It said:\n{server.Tail}");
        }

        return server;
    }

    /// <summary>Ends the process as a power cut would: SIGKILL, and no last word.</summary>
    internal async Task KillAsync()
    {
        _process.HasExited.ShouldBeFalse($"the server ended by itself; it said:\n{Tail}");
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks the process to end, as a service manager does.</summary>
    internal async Task StopAsync()
    {
        Kill(_process.Id, SigTerm).ShouldBe(0);
        await EndedAsync();
    }

    /// <summary>Waits until the process has ended by itself, as it should.</summary>
    internal async Task EndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.ExitCode.ShouldBe(0, $"the server said:\n{Tail}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int pid, int signal);

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

        var entry = Parse(line);
        if (entry?["State"]?["Url"]?.GetValue<string>() is { } url)
        {
            _ready.TrySetResult(new Uri(url));
        }

        if (entry?["LogLevel"]?.GetValue<string>() is "Error" or "Critical" || !line.StartsWith('{'))
        {
            _errors.Enqueue(line);
        }
    }

    /// <summary>A line of the log; null: an exception on its way out, or the last line of a server that was killed writing it.</summary>
    private static JsonNode? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
