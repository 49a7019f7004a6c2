using System.Reflection;
using BenchmarkDotNet.Running;
using GameServer;
using GameServer.Bench.Baseline;
using GameServer.Bench.Chaos;
using GameServer.Bench.Commits;
using GameServer.Bench.Load;
using GameServer.Bench.Rooms;

switch (args)
{
    case ["load", .. var rest]:
        return LoadCommand.Run(rest);
    case ["commits", .. var rest]:
        return CommitsCommand.Run(rest, Console.Out, Console.Error);
    case ["chaos", .. var rest]:
        return ChaosTool.Run(rest, Console.Out, Console.Error);
    case ["micro", .. var rest]:
        BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(rest);
        return 0;
    case ["baseline"]:
        return BaselineServer.Run();
    case ["serve", .. var rest]:
        return GameServerHost.Run(rest, BenchRooms.Register);
    case ["serve-broken", .. var rest]:
        return GameServerHost.Run(rest, BenchRooms.Register, HastyStore.Put);
    default:
        Console.Error.WriteLine("GameServer.Bench: load, commits and chaos (--help says how), micro, baseline or serve.");
        return 2;
}
