using System.Collections.Immutable;
using GameServer.Protocol.Identity;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// All that a log holds of a room beside its state and its commands, as it was at some time. A value; what it refers to is immutable.
/// </summary>
/// <param name="Roster">Members.</param>
/// <param name="Stranded">Of the members, those of whose absence the author has not been told.</param>
/// <param name="Timers">Timers.</param>
/// <param name="Seats">Reserved places.</param>
/// <param name="Properties">Of the listing.</param>
/// <param name="Random">Where the random source stood.</param>
internal readonly record struct LedgerMark(
    Roster Roster,
    ImmutableSortedSet<uint> Stranded,
    Agenda<string, ByteString> Timers,
    Agenda<string, PlayerId?> Seats,
    ImmutableDictionary<string, string>? Properties,
    RandomPosition Random)
{
    /// <summary>Of a room of which nothing is known.</summary>
    internal static LedgerMark Nothing { get; } =
        new(Roster.Empty, [], Agenda<string, ByteString>.Empty, Agenda<string, PlayerId?>.Empty, null, default);

    internal static LedgerMark Of(TurnScope scope)
    {
        var ledger = scope.Ledger;
        return new(ledger.Roster, ledger.Stranded, ledger.Timers, ledger.Seats, scope.Properties.Values, scope.Random.Position);
    }

    /// <summary>Whether what a log holds of the member is as it was; an equal member may be the very same object.</summary>
    internal bool Has(Member member, RoomLedger now) =>
        ReferenceEquals(Roster.Find(member.Number), member)
        && Roster.Graces.Find(member.Number) == now.Roster.Graces.Find(member.Number)
        && Stranded.Contains(member.Number) == now.Stranded.Contains(member.Number);
}
