using System.Collections.Immutable;
using GameServer.Protocol.Identity;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// What a room keeps beside the author's state and the records of commands. Immutable: undoing a turn is putting the elder ledger back.
/// </summary>
internal sealed record RoomLedger
{
    internal bool Begun { get; init; }

    internal Roster Roster { get; init; } = Roster.Empty;

    /// <summary>Reserved places by token; the value is the only player who may use it, if any.</summary>
    internal Agenda<string, PlayerId?> Seats { get; init; } = Agenda<string, PlayerId?>.Empty;

    /// <summary>Players whose admission awaits work.</summary>
    internal ImmutableDictionary<PlayerId, PendingJoin> Joins { get; init; } = ImmutableDictionary<PlayerId, PendingJoin>.Empty;

    internal Agenda<string, ByteString> Timers { get; init; } = Agenda<string, ByteString>.Empty;

    internal ImmutableDictionary<long, PendingWork> Work { get; init; } = ImmutableDictionary<long, PendingWork>.Empty;

    internal long NextWorkId { get; init; } = 1;

    /// <summary>Ticks and timers that failed since the last one that did not.</summary>
    internal int TimedFaultsInRow { get; init; }

    /// <summary>Members who were here when the elder activation was lost, and of whose absence the author has not been told.</summary>
    internal ImmutableSortedSet<uint> Stranded { get; init; } = [];

    /// <summary>How the room keeps up with its ticks; of this activation only.</summary>
    internal RoomLoad Load { get; init; }

    internal DateTimeOffset? EmptySince { get; init; }

    internal RoomEnd? End { get; init; }

    /// <summary>Places taken: by members, also away ones, by players whose admission is pending, by reserved seats.</summary>
    internal int PlacesTaken => Roster.Count + Joins.Count + Seats.Count;

    /// <summary>Whether a turn that led from the elder ledger to this one recorded something, and so takes a version.</summary>
    internal bool RecordsMoreThan(RoomLedger elder) =>
        !ReferenceEquals(Roster, elder.Roster)
        || !ReferenceEquals(Timers, elder.Timers)
        || !ReferenceEquals(Seats, elder.Seats);
}

/// <summary>A player whose admission awaits the outcome of work.</summary>
internal sealed record PendingJoin(
    Player Player, MemberAddress From, JoinOptions Options, AgendaEntry<string, PlayerId?>? Seat, uint RequestId);

/// <summary>The room ends.</summary>
/// <param name="Reason">A sentence for people.</param>
/// <param name="AuthorTold">OnClosing has been called, or won't be.</param>
/// <param name="WithoutAuthor">The author's code is in no state to be called again.</param>
/// <param name="StaysStored">The room could not be activated; what is stored of it stays, for code that can.</param>
internal sealed record RoomEnd(string Reason, bool AuthorTold, bool WithoutAuthor = false, bool StaysStored = false);
