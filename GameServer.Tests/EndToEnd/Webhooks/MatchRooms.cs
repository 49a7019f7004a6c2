using GameServer.Authoring;

namespace GameServer.Tests.EndToEnd.Webhooks;

/// <summary>Matches that end when they are told so, one type for each durability.</summary>
internal static class MatchRooms
{
    internal const string Committed = "match-committed";
    internal const string Periodic = "match-periodic";
    internal const string Volatile = "match-volatile";

    internal static readonly IReadOnlyList<string> Types = [Committed, Periodic, Volatile];

    internal static void Register(IRoomCatalog rooms) =>
        rooms.Add<CommittedMatch>(Committed).Add<PeriodicMatch>(Periodic).Add<VolatileMatch>(Volatile);

    internal sealed class CommittedMatch : Match
    {
        public override RoomSettings Settings { get; } = new() { Durability = Durability.Committed };
    }

    internal sealed class PeriodicMatch : Match
    {
        public override RoomSettings Settings { get; } = new() { Durability = Durability.Periodic(1.Hours()) };
    }

    internal sealed class VolatileMatch : Match;
}
