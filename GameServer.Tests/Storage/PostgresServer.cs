using System.Diagnostics;
using System.Globalization;
using GameServer.Bench.Processes;
using GameServer.Tests.Conditions;
using Npgsql;

namespace GameServer.Tests.Storage;

/// <summary>
/// A PostgreSQL of the tests' own in a temporary folder, on a free port of 127.0.0.1. It ends with the test run, however that ends: a shell
/// beside it notices that the run is gone. May be stopped and started again on the same port.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // Reads the name of a signal to stop the server with; when the run is gone without a word it takes the folder along.
    private const string Guard = """
        trap "" HUP INT TERM
        folder="$1"; shift
        "$@" >>"$folder/log" 2>&1 </dev/null &
        server=$!
        if read -r signal; then kill -s "$signal" $server; wait $server; else kill -s QUIT $server; wait $server; rm -rf "$folder"; fi
        """;

    private static readonly Lazy<Task<PostgresServer>> SharedServer = new(() => StartNewAsync(fsync: false));
    private static int s_databases;

    private readonly string _folder;
    private readonly bool _fsync;
    private readonly KeptPort _port = new();
    private Process? _guard;

    private PostgresServer(string folder, bool fsync)
    {
        _folder = folder;
        _fsync = fsync;
    }

    /// <summary>The one that most tests use, without fsync.</summary>
    internal static Task<PostgresServer> Shared => SharedServer.Value;

    internal static async Task<PostgresServer> StartNewAsync(bool fsync)
    {
        var folder = Directory.CreateTempSubdirectory("gameserver-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", [User, folder]);
        }

        await RunAsync(
            Program[0],
            [.. Program[1..], PostgresPrograms.Initdb!, "-D", $"{folder}/data", "-U", "gameserver",
            "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]);
        var server = new PostgresServer(folder, fsync);
        await server.StartAsync();
        return server;
    }

    /// <summary>A new, empty database; the connection string for it.</summary>
    internal async Task<string> NewDatabaseAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref s_databases)}");
        await ExecuteAsync(ConnectionString("postgres"), $"CREATE DATABASE {name}");
        return ConnectionString(name);
    }

    /// <summary>A new, empty schema of a common database, which is quicker to make; the connection string for it.</summary>
    internal async Task<string> NewSchemaAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test{Interlocked.Increment(ref s_databases)}");
        await ExecuteAsync(ConnectionString("postgres"), $"CREATE SCHEMA {name}");
        return ConnectionString("postgres") + ";Search Path=" + name;
    }

    internal static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Starts it, and waits until it answers.</summary>
    internal async Task StartAsync()
    {
        string[] settings =
        [
            string.Create(CultureInfo.InvariantCulture, $"port={_port.Number}"), "listen_addresses=127.0.0.1",
            $"unix_socket_directories={_folder}",
            "max_connections=200", $"fsync={(_fsync ? "on" : "off")}", "max_wal_size=4GB",
        ];
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true, WorkingDirectory = _folder };
        string[] arguments =
        [
            "-c", Guard, "sh", _folder, .. Program, PostgresPrograms.Postgres!, "-D", $"{_folder}/data",
            .. settings.SelectMany(each => new[] { "-c", each }),
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        _guard = Process.Start(start)!;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ExecuteAsync(ConnectionString("postgres"), "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (attempt < 600 && !_guard.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    /// <summary>Stops it: TERM lets clients finish, INT and QUIT do not, KILL is a crash.</summary>
    internal async Task StopAsync(string signal)
    {
        var orphans = signal == "KILL" ? Children() : [];
        var guard = _guard!;
        _guard = null;
        await guard.StandardInput.WriteLineAsync(signal);
        await guard.StandardInput.FlushAsync();
        await guard.WaitForExitAsync();
        guard.Dispose();
        foreach (var orphan in orphans)
        {
            await EndAsync(orphan);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_guard is not null)
        {
            await StopAsync("QUIT");
        }

        _port.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Of a server that is killed the processes that serve its clients live on until they notice, and may commit one more statement.
    private List<Process> Children()
    {
        var server = File.ReadLines($"{_folder}/data/postmaster.pid").First();
        return [.. Process.GetProcesses().Where(each => ParentOf(each.Id) == server)];
    }

    private static string? ParentOf(int process)
    {
        try
        {
            // Its name, which comes before, may hold anything: it is in brackets.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1];
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }

    private static async Task EndAsync(Process orphan)
    {
        using (orphan)
        {
            orphan.Kill();
            await orphan.WaitForExitAsync();
        }
    }

    // PostgreSQL refuses to run as root.
    private static string User =>
        File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private static string[] Program => Environment.IsPrivilegedProcess ? ["setpriv", $"--reuid={User}", "--clear-groups"] : ["env"];

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port.Number};Username=gameserver;Database={database}");

    private static async Task RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        Array.ForEach(arguments, start.ArgumentList.Add);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{await output}\n{errors}");
    }
}
