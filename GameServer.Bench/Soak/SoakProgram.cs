using System.Globalization;
using GameServer.Authoring;
using GameServer.Bench.Chaos;
using GameServer.Games;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Bench.Soak;

/// <summary>
/// The process of a soak's server: the server as it ships with its games, rooms of all durabilities whose members take everything down,
/// a clock that can be put forward, and somebody who tells what it holds.
/// </summary>
internal static class SoakProgram
{
    internal const string Verb = "soak-node";

    internal static int Run(string life, string leapt, string leaks, string[] arguments)
    {
        var clock = new LeapingClock(TimeSpan.FromSeconds(long.Parse(leapt, CultureInfo.InvariantCulture)));
        return GameServerHost.Run(
            arguments,
            rooms => Register(rooms, bool.Parse(leaks)),
            services => services
                .AddSingleton<TimeProvider>(clock)
                .AddSingleton(clock)
                .AddSingleton(new ProcessLife(uint.Parse(life, CultureInfo.InvariantCulture)))
                .AddSingleton<LeakyMemory>()
                .AddHostedService<SoakGauge>());
    }

    private static void Register(IRoomCatalog rooms, bool leaks)
    {
        BuiltInGames.Register(rooms);
        ChaosRoom.Register(rooms);
        if (leaks)
        {
            rooms.Add<LeakyRoom>(LeakyRoom.Type);
        }
    }
}
