using System.Diagnostics;
using GameServer.Bench.Load;
using Npgsql;

namespace GameServer.Bench.Processes;

/// <summary>
/// A PostgreSQL of the bench's own in a temporary folder, on a free port of 127.0.0.1, as it comes: with fsync. It ends with this object,
/// or with the bench, however that ends.
/// </summary>
internal sealed class PostgresProcess : IDisposable
{
    private const string Releases = "/usr/lib/postgresql";
    private const int StopMs = 10_000;
    private const int StartMs = 30_000;
    private const int TryAgainMs = 50;

    // The shell reads to the end of what the bench writes to it, which comes when the bench closes it or is gone. Signals that a terminal
    // or `timeout` sends to all at once are not for it.
    private const string Guard = """
        trap '' HUP INT TERM
        folder="$1"; shift
        read -r _; "$@" >/dev/null 2>&1; rm -rf "$folder"
        """;

    private readonly Process _guard;
    private readonly KeptPort _port;
    private readonly string _folder;

    private PostgresProcess(Process guard, KeptPort port, string folder) => (_guard, _port, _folder) = (guard, port, folder);

    internal string ConnectionString => $"Host=127.0.0.1;Port={_port.Number};Username=gameserver;Database=postgres";

    /// <exception cref="BenchFailure">It is not installed, or does not start.</exception>
    internal static PostgresProcess Start()
    {
        var programs = Folder();
        var folder = Directory.CreateTempSubdirectory("gameserver-bench-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", [User, folder]);
        }

        string[] database = ["-D", $"{folder}/data", "-U", "gameserver", "-A", "trust", "-E", "UTF8", "--locale=C"];
        Run(AsUser[0], [.. AsUser[1..], $"{programs}/initdb", .. database]);
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true, WorkingDirectory = folder };
        string[] arguments = ["-c", Guard, "sh", folder, .. Control(folder, "stop", "-m", "fast")];
        Array.ForEach(arguments, start.ArgumentList.Add);
        var guard = Process.Start(start) ?? throw new BenchFailure("PostgreSQL did not start.");
        var server = new PostgresProcess(guard, new KeptPort(), folder);
        try
        {
            server.StartAgain();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>A new, empty schema; the connection string for it.</summary>
    internal string NewSchema(string name)
    {
        Execute($"CREATE SCHEMA {name}");
        return $"{ConnectionString};Search Path={name}";
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    internal void Stop() => Run(Control(_folder, "stop", "-m", "immediate"));

    /// <summary>Starts it over what it has.</summary>
    internal void StartAgain()
    {
        string[] settings =
        [
            $"port={_port.Number}", "listen_addresses=127.0.0.1", $"unix_socket_directories={_folder}", "max_wal_size=4GB",
        ];
        var options = string.Join(' ', settings.Select(each => $"-c {each}"));
        Run(Control(_folder, "start", "-w", "-l", $"{_folder}/log", "-o", options));
        AwaitAnswer();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _guard.StandardInput.Close();
        if (!_guard.WaitForExit(StopMs))
        {
            _guard.Kill(entireProcessTree: true);
        }

        _guard.Dispose();
        _port.Dispose();
    }

    private static string[] Control(string folder, string verb, params string[] arguments) =>
        [.. AsUser, $"{Folder()}/pg_ctl", verb, "-D", $"{folder}/data", .. arguments];

    // PostgreSQL refuses to run as root.
    private static string User =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static string[] AsUser => Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", "--clear-groups"] : ["env"];

    private static string Folder()
    {
        var releases = Directory.Exists(Releases)
            ? Directory.GetDirectories(Releases)
                .OrderByDescending(folder => folder.Length)
                .ThenByDescending(folder => folder, StringComparer.Ordinal)
            : Enumerable.Empty<string>();
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(releases.Select(release => Path.Combine(release, "bin")))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")))
            ?? throw new BenchFailure(
                $"PostgreSQL is not installed: no initdb on the search path or in {Releases}. Or name one: --store 'Host=…'.");
    }

    private static void Run(string[] command) => Run(command[0], command[1..]);

    private static void Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start) ?? throw new BenchFailure($"{program} did not start.");
        var said = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new BenchFailure($"{program} failed: {said.Result} {errors}");
        }
    }

    private void AwaitAnswer()
    {
        for (var tried = 0; ; tried += TryAgainMs)
        {
            try
            {
                Execute("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (tried < StartMs)
            {
                Thread.Sleep(TryAgainMs);
            }
        }
    }

    private void Execute(string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
