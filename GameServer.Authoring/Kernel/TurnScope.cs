using System.Collections.Immutable;

namespace GameServer.Authoring.Kernel;

/// <summary>What the present turn works on: its time, the ledger it may still undo, the output it gathers.</summary>
internal sealed class TurnScope(RoomBirth birth, RoomSettings settings)
{
    private RoomLedger? _dueOf;
    private DateTimeOffset? _due;
    private ulong _recordedTick;

    internal RoomBirth Birth => birth;

    internal RoomSettings Settings => settings;

    internal DateTimeOffset Now { get; private set; } = birth.Now;

    internal RoomLedger Ledger { get; set; } = new();

    /// <summary>What members' commands have come to.</summary>
    internal CommandBook Commands { get; } = new();

    /// <summary>When the next tick is due; null in a tickless room and before it begins.</summary>
    internal TickClock? Ticks { get; set; }

    /// <summary>Of the last tick, of whatever activation.</summary>
    internal ulong LastTick => Ticks?.Number ?? _recordedTick;

    /// <summary>The activations so far.</summary>
    internal EpochTable Epochs { get; } = new();

    /// <summary>The room was stored, and goes on.</summary>
    internal bool IsRestored { get; private set; }

    internal TurnOutput Output { get; } = new();

    /// <summary>Connections for which the log is being read: they get what they missed when it has been.</summary>
    internal HashSet<MemberAddress> Reading { get; } = [];

    internal RoomRandom Random { get; } = new(birth.Seed);

    internal RoomProperties Properties { get; } = new(birth.Properties);

    /// <summary>The member's command being handled; null outside OnCommand.</summary>
    internal CommandInHand? Command { get; set; }

    /// <summary>The handler that runs; null between handlers. May be read from any thread.</summary>
    internal RunningHandler Running { get; } = new();

    /// <summary>When the room has something to do by itself.</summary>
    internal DateTimeOffset? NextDue => Ledger.Begun ? Earlier(DueInLedger, Ticks?.Next) : Now;

    /// <summary>
    /// When the first of graces, seats, timers and the end of an empty room is due. Looked up again only when the ledger is another one,
    /// which it rarely is: most turns ask twice.
    /// </summary>
    internal DateTimeOffset? DueInLedger
    {
        get
        {
            if (!ReferenceEquals(_dueOf, Ledger))
            {
                _dueOf = Ledger;
                _due = Earlier(
                    Earlier(Ledger.Roster.Graces.NextDue, Ledger.Seats.NextDue),
                    Earlier(
                        Ledger.Timers.NextDue,
                        settings.EmptyLifetime == Timeout.InfiniteTimeSpan ? null : Ledger.EmptySince + settings.EmptyLifetime));
            }

            return _due;
        }
    }

    /// <summary>Time never goes back: a clock that did is held.</summary>
    internal void MoveTo(DateTimeOffset now) => Now = now > Now ? now : Now;

    /// <summary>The tick that is due; the clock goes on.</summary>
    internal Tick NextTick()
    {
        var (after, tick) = Ticks!.Value.Advance(Now);
        Ticks = after;
        return tick;
    }

    internal void End(string reason, bool authorTold) => Ledger = Ledger with { End = new RoomEnd(reason, authorTold) };

    internal void EndWithoutAuthor(string reason, bool staysStored = false) =>
        Ledger = Ledger with { Begun = true, End = new RoomEnd(reason, AuthorTold: true, WithoutAuthor: true, staysStored) };

    /// <summary>The room goes on from what was recorded of it.</summary>
    internal void Restore(RoomLedger ledger, ulong tick)
    {
        Ledger = ledger;
        _recordedTick = tick;
        IsRestored = true;
        MoveTo(birth.ActivatedAt);
    }

    internal void NoteEmptiness()
    {
        if (Ledger.PlacesTaken > 0 != Ledger.EmptySince is null)
        {
            Ledger = Ledger with { EmptySince = Ledger.PlacesTaken > 0 ? null : Now };
        }
    }

    internal TurnMark Mark() => new(Ledger, Ticks, Random.Position, Properties.Values);

    /// <summary>Everything is as it was at the mark, and nothing has been said.</summary>
    internal void Undo(TurnMark mark)
    {
        Ledger = mark.Ledger;
        Ticks = mark.Ticks;
        Commands.Undo();
        Random.Position = mark.Random;
        Properties.Values = mark.Properties;
        ForgetOutput();
    }

    /// <summary>What has happened stands.</summary>
    internal void Commit()
    {
        Commands.Commit();
        ForgetOutput();
    }

    internal void ForgetOutput()
    {
        Output.Clear();
        Command = null;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => right is null || left < right ? left : right;
}

/// <summary>Where a turn began, to get back to.</summary>
internal readonly record struct TurnMark(
    RoomLedger Ledger, TickClock? Ticks, RandomPosition Random, ImmutableDictionary<string, string> Properties)
{
    /// <summary>
    /// In a turn without inputs: since the mark nothing has been said and nothing is kept but another time of the next tick. Then the
    /// records of commands are as they were too, since without an input they change only with the roster.
    /// </summary>
    internal bool IsStill(TurnScope scope) =>
        scope.Output.IsEmpty && ReferenceEquals(scope.Ledger, Ledger) && ReferenceEquals(scope.Properties.Values, Properties);

    /// <summary>Whether what has happened since the mark takes a version.</summary>
    internal bool IsRecordedBy(TurnScope scope) =>
        scope.Commands.HasUsedInTurn || scope.Ledger.RecordsMoreThan(Ledger) || !ReferenceEquals(scope.Properties.Values, Properties);
}
