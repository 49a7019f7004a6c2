namespace GameServer.Authoring.Kernel;

/// <summary>The steps of one turn in order: the inputs, then what is due. Each is found when the one before it has run.</summary>
internal sealed class TurnSteps(TurnScope scope, IReadOnlyList<RoomInput> inputs)
{
    // A timer never fires in the turn that set it: a zero delay can't keep a turn running for ever.
    private readonly long _timersBefore = scope.Ledger.Timers.NextOrder;

    private int _next;

    private bool _ticked;

    /// <summary>What the turn has not come to because the room ended in it.</summary>
    internal IEnumerable<RoomInput> Unserved => inputs.Skip(_next);

    internal TurnStep? Next() => scope.Ledger switch
    {
        { End.AuthorTold: true } => null,
        { Begun: false } => new TurnStep.Begin(),
        { End: not null } => new TurnStep.Closing(),
        _ when _next < inputs.Count => new TurnStep.Input(inputs[_next++]),
        _ => NextDue(),
    };

    private TurnStep? NextDue()
    {
        var ledger = scope.Ledger;
        if (ledger.Roster.Graces.FirstDue(scope.Now) is { } grace)
        {
            return new TurnStep.GraceOver(grace.Value);
        }

        if (ledger.Seats.FirstDue(scope.Now) is { } seat)
        {
            return new TurnStep.SeatOver(seat.Key);
        }

        if (ledger.Timers.FirstDue(scope.Now, _timersBefore) is { } timer)
        {
            return new TurnStep.TimerDue(timer.Key, timer.Value);
        }

        if (!_ticked && ledger.Ticks is { } ticks && ticks.Next <= scope.Now)
        {
            _ticked = true;
            return new TurnStep.TickDue();
        }

        return ledger.EmptySince + scope.Settings.EmptyLifetime <= scope.Now
            && scope.Settings.EmptyLifetime != Timeout.InfiniteTimeSpan
            && ledger.PlacesTaken == 0
                ? new TurnStep.EmptyOver()
                : null;
    }
}
