using System.Globalization;
using GameServer.Tests.Actors;

namespace GameServer.Tests;

/// <summary>What the test assembly does when a test starts it as a process of its own.</summary>
internal static class EntryPoint
{
    internal const string ActorTrace = "actor-trace";

    private static int Main(string[] args)
    {
        switch (args)
        {
            case [ActorTrace, var seed]:
                var trace = ActorRiot.Run(ulong.Parse(seed, CultureInfo.InvariantCulture));
                Console.WriteLine(trace.Hash.ToString("x16", CultureInfo.InvariantCulture));
                return 0;
            default:
                Console.Error.WriteLine("These are tests: run them with dotnet test.");
                return 2;
        }
    }
}
