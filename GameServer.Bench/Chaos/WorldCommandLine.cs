using System.CommandLine;
using GameServer.Bench.Chaos.Nodes;
using GameServer.Bench.Load;

namespace GameServer.Bench.Chaos;

/// <summary>What the command lines of `chaos` and `rolling` have in common.</summary>
internal sealed class WorldCommandLine
{
    internal const int Clean = 0;
    internal const int Unclean = 1;
    internal const int TooLittle = 3;

    private static readonly Dictionary<string, NodeFlaw> Flaws = new()
    {
        ["early-ack"] = NodeFlaw.EarlyAck,
        ["no-numbers"] = NodeFlaw.NoNumbers,
    };

    private readonly Option<int> _nodes = Whole("--nodes", "Nodes.", 3, 1, 9);
    private readonly Option<int> _clients;
    private readonly Option<int> _pace = Whole("--pace", "Commands a second of all clients together.", 650, 1, 1_000_000);
    private readonly Option<string?> _store =
        Text("--store", "CONN", "An empty PostgreSQL database for this alone; default: one is started.");
    private readonly Option<string?> _server =
        Text("--server", "PATH", "The GameServer.dll of another build, with its bench beside it; default: this one.");
    private readonly Option<string?> _flaw =
        Text("--break", "WHAT", $"Nodes with something wrong, which must be found out: {string.Join(", ", Flaws.Keys)}.");
    private readonly Option<string?> _logs = Text("--logs", "FOLDER", "Keeps the nodes' logs there.");
    private readonly Option<bool> _alone = new("--alone") { Description = "One node that is no member of a cluster." };

    internal WorldCommandLine(string description, int clients)
    {
        _clients = Whole("--clients", "Clients.", clients, 4, 10_000);
        _flaw.Validators.Add(result =>
        {
            if (result.Tokens is [var what] && !Flaws.ContainsKey(what.Value))
            {
                result.AddError($"--break is '{what.Value}'; it must be one of: {string.Join(", ", Flaws.Keys)}.");
            }
        });
        Root = new RootCommand(description) { _nodes, _clients, _pace, Seed, _store, _server, _flaw, _logs, _alone };
        Root.Validators.Add(result =>
        {
            if (result.GetValue(_alone) && result.GetValue(_nodes) != 1)
            {
                result.AddError("--alone goes with --nodes 1.");
            }
        });
    }

    internal RootCommand Root { get; }

    internal Option<int> Seed { get; } =
        Whole("--seed", "Decides what is done to whom, and who sends how much.", 1, int.MinValue, int.MaxValue);

    internal static Option<int> Whole(string name, string description, int usual, int least, int most)
    {
        var option = new Option<int>(name)
        {
            Description = $"{description} Default: {usual}",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => usual,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && int.TryParse(text.Value, out var value) && (value < least || value > most))
            {
                result.AddError($"{name} is '{value}'; it must be {least} to {most}.");
            }
        });
        return option;
    }

    internal static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    internal WorldOptions Options(ParseResult result) => new()
    {
        Nodes = result.GetValue(_nodes),
        Clients = result.GetValue(_clients),
        Pace = result.GetValue(_pace),
        Seed = result.GetValue(Seed),
        Store = result.GetValue(_store),
        Server = result.GetValue(_server),
        Flaw = result.GetValue(_flaw) is { } flaw ? Flaws[flaw] : NodeFlaw.None,
        IsAlone = result.GetValue(_alone),
        Logs = result.GetValue(_logs),
    };

    /// <summary>Parses and runs; the exit code.</summary>
    internal int Run(IReadOnlyList<string> arguments, Func<ParseResult, Task<int>> action, TextWriter output, TextWriter progress)
    {
        var code = Clean;
        Root.SetAction(result => code = action(result).GetAwaiter().GetResult());
        var parsed = Root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            progress.WriteLine($"GameServer.Bench: {parsed.Errors[0].Message} Try --help.");
            return LoadCommand.Wrong;
        }

        try
        {
            var configuration = new InvocationConfiguration { Output = output, Error = progress, EnableDefaultExceptionHandler = false };
            return Math.Max(parsed.Invoke(configuration), code);
        }
        catch (Exception failure)
        {
            progress.WriteLine($"GameServer.Bench: {(failure is BenchFailure or IOException ? failure.Message : failure)}");
            return Unclean;
        }
    }
}
