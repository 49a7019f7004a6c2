using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
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

    // The shell reads to the end of what the bench writes to it, which comes when the bench closes it or is gone.
    private const string Guard = """
        folder="$1"; shift
        "$@" >>"$folder/log" 2>&1 </dev/null &
        server=$!
        read -r _; kill -s INT $server 2>/dev/null; wait $server; rm -rf "$folder"
        """;

    private readonly Process _guard;
    private readonly string _folder;
    private readonly string[] _settings;
    private bool _wasStopped;

    private PostgresProcess(Process guard, string connectionString, string folder, string[] settings) =>
        (_guard, ConnectionString, _folder, _settings) = (guard, connectionString, folder, settings);

    internal string ConnectionString { get; }

    /// <exception cref="BenchFailure">It is not installed, or does not start.</exception>
    internal static PostgresProcess Start()
    {
        var programs = Folder();
        var folder = Directory.CreateTempSubdirectory("gameserver-bench-pg-").FullName;
        var port = FreePort();
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", [User, folder]);
        }

        string[] database = ["-D", $"{folder}/data", "-U", "gameserver", "-A", "trust", "-E", "UTF8", "--locale=C"];
        Run(AsUser[0], [.. AsUser[1..], $"{programs}/initdb", .. database]);
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true, WorkingDirectory = folder };
        string[] settings = [$"port={port}", "listen_addresses=127.0.0.1", $"unix_socket_directories={folder}", "max_wal_size=4GB"];
        string[] arguments =
        [
            "-c", Guard, "sh", folder, .. AsUser, $"{programs}/postgres", "-D", $"{folder}/data",
            .. settings.SelectMany(each => new[] { "-c", each }),
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        var guard = Process.Start(start) ?? throw new BenchFailure("PostgreSQL did not start.");
        var server = new PostgresProcess(guard, $"Host=127.0.0.1;Port={port};Username=gameserver;Database=postgres", folder, settings);
        server.AwaitAnswer();
        return server;
    }

    /// <summary>A new, empty schema; the connection string for it.</summary>
    internal string NewSchema(string name)
    {
        Execute($"CREATE SCHEMA {name}");
        return $"{ConnectionString};Search Path={name}";
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    internal void Stop()
    {
        _wasStopped = true;
        Control("stop", "-m", "immediate");
    }

    internal void StartAgain()
    {
        Control("start", "-w", "-l", $"{_folder}/data/again.log", "-o", string.Join(' ', _settings.Select(each => $"-c {each}")));
        AwaitAnswer();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_wasStopped)
        {
            // The one that was started again is no child of the guard.
            Control("stop", "-m", "fast");
        }

        _guard.StandardInput.Close();
        if (!_guard.WaitForExit(StopMs))
        {
            _guard.Kill(entireProcessTree: true);
        }

        _guard.Dispose();
    }

    private void Control(string verb, params string[] arguments) =>
        Run(AsUser[0], [.. AsUser[1..], $"{Folder()}/pg_ctl", verb, "-D", $"{_folder}/data", .. arguments]);

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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

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
            catch (NpgsqlException) when (tried < StartMs && (_wasStopped || !_guard.HasExited))
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
