using System.Reflection;
using BenchmarkDotNet.Running;
using GameServer;
using GameServer.Bench.Abuse;
using GameServer.Bench.Baseline;
using GameServer.Bench.Chaos;
using GameServer.Bench.Chaos.Nodes;
using GameServer.Bench.Commits;
using GameServer.Bench.Load;
using GameServer.Bench.Remote;
using GameServer.Bench.Rooms;
using GameServer.Bench.Soak;

switch (args)
{
    case ["load", .. var rest]:
        return LoadCommand.Run(rest);
    case ["commits", .. var rest]:
        return CommitsCommand.Run(rest, Console.Out, Console.Error);
    case ["abuse", .. var rest]:
        return AbuseCommandLine.Run(rest, Console.Out, Console.Error);
    case ["soak", .. var rest]:
        return SoakCommandLine.Run(rest, Console.Out, Console.Error);
    case ["chaos", .. var rest]:
        return ChaosCommandLine.Run(rest, Console.Out, Console.Error);
    case ["rolling", .. var rest]:
        return RollingCommandLine.Run(rest, Console.Out, Console.Error);
    case ["remote", .. var rest]:
        return RemoteCommandLine.Run(rest, Console.Out, Console.Error);
    case ["micro", .. var rest]:
        BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(rest);
        return 0;
    case ["baseline"]:
        return BaselineServer.Run();
    case ["serve", .. var rest]:
        return GameServerHost.Run(rest, BenchRooms.Register);
    case [NodeProgram.Verb, var life, var flaw, .. var rest]:
        return NodeProgram.Run(life, flaw, rest);
    case [SoakProgram.Verb, var life, var leapt, var leak, .. var rest]:
        return SoakProgram.Run(life, leapt, leak, rest);
    default:
        Console.Error.WriteLine(
            "GameServer.Bench: load, commits, abuse, soak, chaos, rolling and remote (--help says how), micro, baseline or serve.");
        return 2;
}
