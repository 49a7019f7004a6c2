using System.Diagnostics;
using System.Text;

namespace GameServer.Tests.EndToEnd;

/// <summary>A folder outside the repository where other programs work; it is gone after the test, and so are they.</summary>
internal sealed class Workbench : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(7);

    private readonly Dictionary<string, string> _environment = new()
    {
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",

        // A build node that waits for more work would hold our end of its output open.
        ["MSBUILDDISABLENODEREUSE"] = "1",
    };

    internal string Folder { get; } = Directory.CreateTempSubdirectory("gameserver-outside-").FullName;

    /// <summary>What all programs started from now on find in their environment.</summary>
    internal void Set(string name, string value) => _environment[name] = value;

    internal string Full(params string[] parts) => Path.Combine([Folder, .. parts]);

    /// <summary>Copies a folder here, without what was made or restored in it.</summary>
    internal string Copy(string source, params string[] target)
    {
        var to = Full(target);
        Copy(new DirectoryInfo(source), to);
        return to;
    }

    /// <summary>Runs a program to its end; one that fails fails the test with all that it said.</summary>
    internal async Task RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Start(folder, program, arguments);
        using var patience = new CancellationTokenSource(Patience);
        var said = new StringBuilder();
        try
        {
            await Task.WhenAll(Listen(process.StandardOutput), Listen(process.StandardError));
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end. It said:\n{said}");
        }

        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)} said:\n{said}");

        async Task Listen(StreamReader output)
        {
            while (await output.ReadLineAsync(patience.Token) is { } line)
            {
                lock (said)
                {
                    said.AppendLine(line);
                }
            }
        }
    }

    /// <summary>Starts a program; whoever starts it ends it.</summary>
    internal Process Start(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test runner's own settings are not for a build that knows nothing of it.
        foreach (var name in start.Environment.Keys.Where(IsOfTheRunner).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static bool IsOfTheRunner(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase);

    private static void Copy(DirectoryInfo source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in source.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(target, file.Name));
        }

        var folders = source.EnumerateDirectories()
            .Where(each => each.Name is not ("bin" or "obj" or "dist" or "node_modules" or "data"));
        foreach (var folder in folders)
        {
            Copy(folder, Path.Combine(target, folder.Name));
        }
    }
}
