using GameServer.Authoring;
using GameServer.Games;
using GameServer.Links;
using GameServer.Rooms;
using GameServer.Tests.EndToEnd.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>The process of <see cref="RoomServerProcess"/>: the server as it ships, with the rooms of these tests.</summary>
internal static class RoomServerProgram
{
    internal static readonly Release NextRelease = new(
        new LinkVersions(LinkVersions.Present.Newest, LinkVersions.Present.Newest + 1), StoredRoom.LogFormatPresent + 1);

    private const int Orphaned = 3;

    internal static int Run(StoreFault fault, TimeSpan clockAhead, ServerBuild build, string[] arguments)
    {
        // Whoever started this process holds the other end, and lets go of it however it ends.
        new Thread(EndWithInput) { IsBackground = true }.Start();
        return GameServerHost.Run(arguments, rooms => Register(rooms, build), services =>
        {
            FaultyStores.Put(fault, services);
            if (build == ServerBuild.Next)
            {
                services.AddSingleton(NextRelease);
            }

            if (clockAhead > TimeSpan.Zero)
            {
                services.AddSingleton<TimeProvider>(new ClockAhead(clockAhead));
            }
        });
    }

    internal static void Register(IRoomCatalog rooms) => Register(rooms, ServerBuild.Present);

    private static void Register(IRoomCatalog rooms, ServerBuild build)
    {
        BuiltInGames.Register(rooms);
        MatchRooms.Register(rooms);
        rooms.Add<PeriodicLedger>(PeriodicLedger.Type).Add<VolatileLedger>(VolatileLedger.Type);
        _ = build == ServerBuild.Next ? rooms.Add<NextLedger>(CommittedLedger.Type) : rooms.Add<CommittedLedger>(CommittedLedger.Type);
    }

    private static void EndWithInput()
    {
        Console.In.ReadToEnd();
        Environment.Exit(Orphaned);
    }

    /// <summary>Our clock, so much later.</summary>
    private sealed class ClockAhead(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
