namespace GameServer.Authoring.Kernel;

/// <summary>
/// A stored room goes on: who was here is away now, and nothing falls due before members could come back. On the room's first turn.
/// </summary>
internal sealed class Awakening(TurnScope scope, RoomAuthor author)
{
    /// <summary>What was due before it falls due so long after the activation began.</summary>
    internal static readonly TimeSpan ReattachChance = TimeSpan.FromSeconds(2);

    internal void Activate()
    {
        var chance = scope.Now + ReattachChance;
        var ledger = scope.Ledger;
        scope.Ledger = ledger with
        {
            Begun = true,
            Roster = WithGraces(ledger, chance),
            Timers = ledger.Timers.NotBefore(chance),
            Seats = ledger.Seats.NotBefore(chance),
            EmptySince = EmptySince(ledger, chance),
        };
        scope.Ticks = TickClock.Start(scope.Settings.TickRate, scope.Now, scope.LastTick);
        author.OnActivated();
    }

    /// <summary>The member has lost its connection with the elder activation.</summary>
    internal void Strand(uint number, bool skipAuthor)
    {
        var ledger = scope.Ledger with { Stranded = scope.Ledger.Stranded.Remove(number) };
        scope.Ledger = ledger;
        if (ledger.Roster.Find(number) is not { } member)
        {
            return;
        }

        scope.Ledger = ledger with { Roster = ledger.Roster.WithAway(member, Fresh(scope.Now), out var away) };
        if (!skipAuthor)
        {
            author.OnAway(away.Player);
        }
    }

    /// <summary>A grace runs only while somebody serves the room.</summary>
    private Roster WithGraces(RoomLedger ledger, DateTimeOffset chance)
    {
        var roster = ledger.Roster;
        var served = Fresh(scope.Birth.ServingSince ?? scope.Now);
        foreach (var member in ledger.Roster.Members.Where(member => !ledger.Stranded.Contains(member.Number)))
        {
            var present = ledger.Roster.Graces.Find(member.Number)?.Due;
            var until = served is { } end ? Latest(present ?? scope.Now + scope.Settings.Grace, end, chance) : (DateTimeOffset?)null;
            roster = until == present ? roster : roster.WithAway(member, until, out _);
        }

        return roster;
    }

    private DateTimeOffset? EmptySince(RoomLedger ledger, DateTimeOffset chance)
    {
        var lifetime = scope.Settings.EmptyLifetime;
        return lifetime == Timeout.InfiniteTimeSpan || ledger.EmptySince is not { } since || since + lifetime >= chance
            ? ledger.EmptySince
            : chance - lifetime;
    }

    private DateTimeOffset? Fresh(DateTimeOffset since) =>
        scope.Settings.Grace == Timeout.InfiniteTimeSpan ? null : since + scope.Settings.Grace;

    private static DateTimeOffset Latest(DateTimeOffset first, DateTimeOffset second, DateTimeOffset third)
    {
        var later = first > second ? first : second;
        return later > third ? later : third;
    }
}
