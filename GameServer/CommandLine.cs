using System.CommandLine;
using GameServer.Protocol.Identity;

namespace GameServer;

/// <summary>
/// The command line: turns options into configuration entries, so that command line, environment and file say the same things.
/// </summary>
internal static class CommandLine
{
    /// <summary>What the command line asks for.</summary>
    internal abstract record Answer
    {
        private Answer()
        {
        }

        /// <summary>Start, with these configuration entries over all others.</summary>
        internal sealed record Start(IReadOnlyDictionary<string, string?> Entries) : Answer;

        /// <summary>Look at stored rooms, with these configuration entries over all others.</summary>
        internal sealed record Rooms(IReadOnlyDictionary<string, string?> Entries, IRoomsVerb Verb, bool IsJson) : Answer;

        /// <summary>Have a node of the cluster leave, with these configuration entries over all others.</summary>
        internal sealed record Drain(IReadOnlyDictionary<string, string?> Entries, NodeId Node) : Answer;

        /// <summary>Everything asked for is done: leave with this exit code.</summary>
        internal sealed record Done(int ExitCode) : Answer;
    }

    /// <param name="arguments">What was said.</param>
    /// <param name="now">When it was said.</param>
    /// <param name="output">Gets what was asked to be told: help, the version.</param>
    /// <param name="error">Gets what is wrong.</param>
    internal static Answer Read(IReadOnlyList<string> arguments, DateTimeOffset now, TextWriter output, TextWriter error)
    {
        var root = new RootCommand(
            "GameServer: a multiplayer game server. Every option can also be set in appsettings.json and by environment.");
        var plain = PlainOptions();
        var set = new Option<string[]>("--set")
        {
            Description = "Any other option: --set Gateway:MessageBytesMax=65536 (docs/CONFIGURATION.md). May be repeated.",
            HelpName = "KEY=VALUE",
            Recursive = true,
        };
        var cluster = new Option<bool>("--cluster")
        {
            Description = "Shares rooms with the other nodes on the same --store; needs --advertise and ClusterKeys. Default: off",
        };
        root.Options.Add(cluster);
        foreach (var (option, key) in plain)
        {
            option.Recursive = key is "GameServer:Data" or "GameServer:Store";
            root.Options.Add(option);
        }

        root.Options.Add(set);
        Func<IReadOnlyDictionary<string, string?>, Answer>? wanted = null;
        root.SetAction(_ => wanted = entries => new Answer.Start(entries));
        root.Subcommands.Add(RoomsCommand.Of(now, (verb, isJson) => wanted = entries => new Answer.Rooms(entries, verb, isJson)));
        root.Subcommands.Add(Drain(node => wanted = entries => new Answer.Drain(entries, node)));
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            error.WriteLine($"GameServer: {parsed.Errors[0].Message} Try --help.");
            return new Answer.Done(2);
        }

        var code = parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return wanted?.Invoke(Entries(parsed, plain, cluster, set)) ?? new Answer.Done(code);
    }

    private static Command Drain(Action<NodeId> say)
    {
        var node = new Argument<string>("NODE") { Description = "The node's name: its GameServer:NodeName." };
        var drain = new Command("drain", "Has a node of the cluster hand its rooms over and leave; waits until it has.") { node };
        drain.SetAction(result => say(new NodeId(result.GetValue(node)!)));
        return drain;
    }

    private static Dictionary<string, string?> Entries(
        ParseResult result, IEnumerable<(Option<string?> Option, string Key)> plain, Option<bool> cluster, Option<string[]> set)
    {
        var entries = plain
            .Where(pair => result.GetValue(pair.Option) is not null)
            .ToDictionary(pair => pair.Key, pair => result.GetValue(pair.Option));
        if (result.GetValue(cluster))
        {
            entries["GameServer:Cluster:Enabled"] = "true";
        }

        Add(entries, result.GetValue(set) ?? []);
        return entries;
    }

    private static (Option<string?> Option, string Key)[] PlainOptions() =>
    [
        (Text("--urls", "URLS", "Addresses to listen on, separated by ';'. Default: http://127.0.0.1:5080"), "urls"),
        (Text("--data", "FOLDER", "Where the server keeps its files. Default: data"), "GameServer:Data"),
        (
            Text("--store", "STORE", "Where rooms are stored: a PostgreSQL connection string, or memory. Default: a SQLite file in --data"),
            "GameServer:Store"),
        (Text("--web-root", "FOLDER", "Pages to serve in place of the demo."), "GameServer:WebRoot"),
        (
            Text("--echo-path", "PATH", "Echoes WebSocket messages at this path, for conformance suites. Default: off"),
            "GameServer:EchoPath"),
        (Text("--log", "FORM", "text, json or auto. Default: auto (text in a terminal, JSON when piped)"), "GameServer:Log"),
        (Text("--advertise", "HOST:PORT", "Where the other nodes of the cluster reach this one."), "GameServer:Cluster:Advertise"),
        (
            Text("--roles", "ROLES", "What this node of the cluster does: gateway, host. Default: gateway,host"),
            "GameServer:Cluster:Roles"),
        (Text("--tls-certificate", "FILE", "A PEM or PFX certificate for https and wss."), "GameServer:Tls:CertificatePath"),
        (Text("--tls-key", "FILE", "The PEM file with the certificate's private key."), "GameServer:Tls:KeyPath"),
    ];

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    private static void Add(Dictionary<string, string?> entries, string[] settings)
    {
        foreach (var setting in settings)
        {
            var equals = setting.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new ConfigurationException($"--set {setting} is not of the form KEY=VALUE.");
            }

            entries["GameServer:" + setting[..equals]] = setting[(equals + 1)..];
        }
    }
}
