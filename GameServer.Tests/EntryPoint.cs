using System.Globalization;
using GameServer.Tests.Actors;
using GameServer.Tests.EndToEnd.Crash;
using GameServer.Tests.Simulation;

namespace GameServer.Tests;

/// <summary>What the test assembly does when a test starts it as a process of its own.</summary>
internal static class EntryPoint
{
    internal const string ActorTrace = "actor-trace";
    internal const string RoomServer = "room-server";
    internal const string Simulate = "simulate";

    private static int Main(string[] args)
    {
        switch (args)
        {
            case [ActorTrace, var seed]:
                var trace = ActorRiot.Run(ulong.Parse(seed, CultureInfo.InvariantCulture));
                Console.WriteLine(trace.Hash.ToString("x16", CultureInfo.InvariantCulture));
                return 0;
            case [Simulate, var first, var count, var lines]:
                return SimulationProgram.Run(first, count, lines);
            case [RoomServer, var fault, var clockAhead, var build, .. var arguments]:
                var ahead = TimeSpan.ParseExact(clockAhead, "c", CultureInfo.InvariantCulture);
                return RoomServerProgram.Run(Enum.Parse<StoreFault>(fault), ahead, Enum.Parse<ServerBuild>(build), arguments);
            default:
                Console.Error.WriteLine("These are tests: run them with dotnet test.");
                return 2;
        }
    }
}
