using System.Collections.Immutable;

namespace GameServer.Authoring.Kernel;

/// <summary>What the present turn works on: its time, the ledger it may still undo, the output it gathers.</summary>
internal sealed class TurnScope(RoomBirth birth, RoomSettings settings)
{
    internal RoomBirth Birth => birth;

    internal RoomSettings Settings => settings;

    internal DateTimeOffset Now { get; private set; } = birth.Now;

    internal RoomLedger Ledger { get; set; } = new();

    internal TurnOutput Output { get; private set; } = new();

    internal RoomRandom Random { get; } = new(birth.Seed);

    internal RoomProperties Properties { get; } = new(birth.Properties);

    /// <summary>The member's command being handled; null outside OnCommand.</summary>
    internal CommandInHand? Command { get; set; }

    /// <summary>The handler that runs; null between handlers. May be read from any thread.</summary>
    internal RunningHandler Running { get; } = new();

    /// <summary>When the room has something to do by itself.</summary>
    internal DateTimeOffset? NextDue => Ledger.Begun
        ? new[]
        {
            Ledger.Roster.Graces.NextDue,
            Ledger.Seats.NextDue,
            Ledger.Timers.NextDue,
            Ledger.Ticks?.Next,
            settings.EmptyLifetime == Timeout.InfiniteTimeSpan ? null : Ledger.EmptySince + settings.EmptyLifetime,
        }.Min()
        : Now;

    /// <summary>Time never goes back: a clock that did is held.</summary>
    internal void MoveTo(DateTimeOffset now) => Now = now > Now ? now : Now;

    /// <summary>The tick that is due; the clock goes on.</summary>
    internal Tick NextTick()
    {
        var (after, tick) = Ledger.Ticks!.Value.Advance(Now);
        Ledger = Ledger with { Ticks = after };
        return tick;
    }

    internal void End(string reason, bool authorTold) => Ledger = Ledger with { End = new RoomEnd(reason, authorTold) };

    internal void EndWithoutAuthor(string reason) =>
        Ledger = Ledger with { Begun = true, End = new RoomEnd(reason, AuthorTold: true, WithoutAuthor: true) };

    internal void NoteEmptiness()
    {
        if (Ledger.PlacesTaken > 0 != Ledger.EmptySince is null)
        {
            Ledger = Ledger with { EmptySince = Ledger.PlacesTaken > 0 ? null : Now };
        }
    }

    internal TurnMark Mark() => new(Ledger, Random.Position, Properties.Values);

    /// <summary>Everything is as it was at the mark, and nothing has been said.</summary>
    internal void Undo(TurnMark mark)
    {
        Ledger = mark.Ledger;
        Random.Position = mark.Random;
        Properties.Values = mark.Properties;
        ForgetOutput();
    }

    internal void ForgetOutput()
    {
        Output = new TurnOutput();
        Command = null;
    }
}

/// <summary>Where a turn began, to get back to.</summary>
internal sealed record TurnMark(
    RoomLedger Ledger, RandomPosition Random, ImmutableDictionary<string, string> Properties)
{
    /// <summary>Whether what has happened since the mark takes a version.</summary>
    internal bool IsRecordedBy(TurnScope scope) =>
        scope.Ledger.RecordsMoreThan(Ledger) || !ReferenceEquals(scope.Properties.Values, Properties);
}
