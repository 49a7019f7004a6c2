using GameServer.Authoring;
using GameServer.Games;

namespace GameServer.Bench.Rooms;

/// <summary>What the bench's own server serves: the built-in games and the rooms that none of them is.</summary>
internal static class BenchRooms
{
    internal const string Still = "still";
    internal const string Committed = "committed";
    internal const string Crowd = "crowd";

    internal static void Register(IRoomCatalog rooms)
    {
        BuiltInGames.Register(rooms);
        rooms.Add<StillRoom>(Still);
        rooms.Add<CommittedRelayRoom>(Committed);
        rooms.Add<CrowdRoom>(Crowd);
    }
}
