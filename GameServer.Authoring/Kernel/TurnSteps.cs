namespace GameServer.Authoring.Kernel;

/// <summary>
/// The steps of one turn in order: the inputs, then what is due. Each is found when the one before it has run, and holds until the next.
/// </summary>
internal sealed class TurnSteps(TurnScope scope)
{
    private readonly TurnStep.Input _input = new();

    private IReadOnlyList<RoomInput> _inputs = [];

    // A timer never fires in the turn that set it: a zero delay can't keep a turn running for ever.
    private long _timersBefore;

    private int _next;

    private bool _ticked;

    /// <summary>What the turn has not come to because the room ended in it.</summary>
    internal IEnumerable<RoomInput> Unserved => _inputs.Skip(_next);

    internal void Begin(IReadOnlyList<RoomInput> inputs)
    {
        _inputs = inputs;
        _timersBefore = scope.Ledger.Timers.NextOrder;
        _next = 0;
        _ticked = false;
    }

    internal TurnStep? Next() => scope.Ledger switch
    {
        { End.AuthorTold: true } => null,
        { Begun: false } => scope.IsRestored ? TurnStep.Activate.Instance : TurnStep.Begin.Instance,
        { End: not null } => TurnStep.Closing.Instance,
        { Stranded: { IsEmpty: false } stranded } => new TurnStep.Strand(stranded.Min),
        _ when _next < _inputs.Count => NextInput(),
        _ => NextDue(),
    };

    private TurnStep.Input NextInput()
    {
        _input.Value = _inputs[_next++];
        return _input;
    }

    private TurnStep? NextDue()
    {
        var isDue = scope.DueInLedger <= scope.Now;
        if (isDue && NextInLedger() is { } step)
        {
            return step;
        }

        if (!_ticked && scope.Ticks is { } ticks && ticks.Next <= scope.Now)
        {
            _ticked = true;
            return TurnStep.TickDue.Instance;
        }

        return isDue && IsEmptyOver(scope.Ledger) ? TurnStep.EmptyOver.Instance : null;
    }

    private TurnStep? NextInLedger()
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

        return ledger.Timers.FirstDue(scope.Now, _timersBefore) is { } timer ? new TurnStep.TimerDue(timer.Key, timer.Value) : null;
    }

    private bool IsEmptyOver(RoomLedger ledger) =>
        ledger.EmptySince + scope.Settings.EmptyLifetime <= scope.Now
        && scope.Settings.EmptyLifetime != Timeout.InfiniteTimeSpan
        && ledger.PlacesTaken == 0;
}
