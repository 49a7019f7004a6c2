using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Bench.Chaos.Nodes;

/// <summary>The process of a node: the server as it ships, with all its options, and the rooms of the chaos tool.</summary>
internal static class NodeProgram
{
    internal const string Verb = "chaos-node";

    private const int Orphaned = 4;

    internal static int Run(string life, string flaw, string[] arguments)
    {
        // Whoever started this process holds the other end, and lets go of it however it ends.
        new Thread(EndWithInput) { IsBackground = true }.Start();
        return GameServerHost.Run(arguments, ChaosRoom.Register, services =>
        {
            services.AddSingleton(new ProcessLife(uint.Parse(life, CultureInfo.InvariantCulture)));
            Put(Enum.Parse<NodeFlaw>(flaw), services);
        });
    }

    private static void Put(NodeFlaw flaw, IServiceCollection services)
    {
        switch (flaw)
        {
            case NodeFlaw.None:
                return;
            case NodeFlaw.EarlyAck:
                HastyStore.Put(services);
                return;
            case NodeFlaw.NoNumbers:
                StoreInFront.Put(services, store => new ForgetfulStore(store));
                return;
        }
    }

    private static void EndWithInput()
    {
        Console.In.ReadToEnd();
        Environment.Exit(Orphaned);
    }
}
