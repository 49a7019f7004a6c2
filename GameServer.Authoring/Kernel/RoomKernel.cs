using GameServer.Authoring.Diff;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>A room: runs turns, undoes those in which the author's code fails, and lets their output out.</summary>
internal sealed class RoomKernel(
    TurnScope scope,
    RoomSchema schema,
    RoomAuthor author,
    IUpdateStream stream,
    StepRunner runner,
    StepRemainder remainder,
    RoomGoodbye goodbye)
    : IRoomKernel
{
    private readonly TurnRelease _release = new(scope, schema, stream);
    private readonly ListingView _listing = new(scope);
    private readonly TurnSteps _steps = new(scope);
    private readonly Stack<EffectList> _free = new();

    /// <summary>Set by the first turn: what the listing shows has been said.</summary>
    private bool _listed;

    /// <summary>After a rollback the fields that OnActivated rebuilds are stale.</summary>
    private bool _fieldsAreStale;

    public RoomSettings Settings => scope.Settings;

    public RoomSchema Schema => schema;

    public RoomListing Listing => _listing.Listing;

    public int StateBytes => stream.EncodedBytes;

    public string? RunningHandler => scope.Running.Name;

    public bool IsClosed { get; private set; }

    public DateTimeOffset? NextDue => IsClosed ? null : scope.NextDue;

    public EffectList RunTurn(DateTimeOffset now, IReadOnlyList<RoomInput> inputs)
    {
        if (IsClosed)
        {
            var answers = TakeEffects();
            goodbye.Answer(inputs, "The room has ended.", answers);
            return answers;
        }

        scope.MoveTo(now);
        var mark = scope.Mark();
        var fault = RunTogether(inputs, mark, out var isChanged, out var bytes);

        // A room that only ticks is mostly out of the processor's caches: what need not be looked at is not.
        if (fault is null && !isChanged && _listed && inputs.Count == 0 && mark.IsStill(scope))
        {
            _fieldsAreStale = false;
            return EffectList.None;
        }

        var effects = TakeEffects();
        fault ??= Finish(mark, isChanged, bytes, effects);
        if (fault is not null)
        {
            RunApart(inputs, fault, effects);
        }

        if (scope.Ledger.End is { } end)
        {
            goodbye.Say(end, effects);
            goodbye.Answer(_steps.Unserved, end.Reason, effects);
            IsClosed = true;
        }

        if ((_listing.Refresh() || !_listed) && Settings.Listed)
        {
            effects.Add(new RoomEffect.Listed(_listing.Listing));
        }

        _listed = true;
        if (IsClosed)
        {
            effects.Add(new RoomEffect.Closed(scope.Ledger.End!.Reason));
        }

        return effects;
    }

    private EffectList TakeEffects() => _free.TryPop(out var used) ? used : new EffectList(_free);

    /// <summary>All steps as one turn, up to its end: one update for them all. If one fails, nothing has happened.</summary>
    private StepFault? RunTogether(IReadOnlyList<RoomInput> inputs, TurnMark mark, out bool isChanged, out int bytes)
    {
        _steps.Begin(inputs);
        (isChanged, bytes) = (false, 0);
        try
        {
            RebuildFields();
            while (_steps.Next() is { } step)
            {
                runner.Run(step);
            }

            isChanged = stream.Diff(out bytes);
            return null;
        }
        catch (Exception cause)
        {
            return Undo(mark, cause);
        }
    }

    /// <summary>Every step as a turn of its own, so that those which fail can be left out.</summary>
    private void RunApart(IReadOnlyList<RoomInput> inputs, StepFault first, EffectList effects)
    {
        _steps.Begin(inputs);
        while (_steps.Next() is { } step)
        {
            RunAlone(step, effects);
        }

        if (!effects.OfType<RoomEffect.Faulted>().Any())
        {
            // What failed together did not fail alone: a handler that depends on more than the state, which its author should know.
            effects.Insert(0, new RoomEffect.Faulted(first.Handler, first.Cause, null));
        }
    }

    private void RunAlone(TurnStep step, EffectList effects)
    {
        if (Attempt(() => runner.Run(step), effects) is not { } fault)
        {
            return;
        }

        effects.Add(new RoomEffect.Faulted(fault.Handler, fault.Cause, runner.SenderOf(step)));
        Member? offender = null;
        if (Attempt(() => offender = remainder.Run(step, fault.StateTooLarge), effects) is { } rebuilding)
        {
            EndWithoutAuthor(rebuilding, effects);
        }
        else if (offender is not null)
        {
            RunAlone(new TurnStep.Expel(offender.Player.Id), effects);
        }
    }

    /// <summary>Not even the author's OnActivated works any more: nothing of the author's is called again.</summary>
    private void EndWithoutAuthor(StepFault fault, EffectList effects)
    {
        _fieldsAreStale = false;
        effects.Add(new RoomEffect.Faulted(fault.Handler, fault.Cause, null));
        scope.EndWithoutAuthor("The room failed to rebuild itself after a failure.");
    }

    /// <summary>Runs a turn to its end and lets its output out; or undoes all of it and says what failed.</summary>
    private StepFault? Attempt(Action run, EffectList effects)
    {
        var mark = scope.Mark();
        bool isChanged;
        int bytes;
        try
        {
            RebuildFields();
            run();
            isChanged = stream.Diff(out bytes);
        }
        catch (Exception cause)
        {
            return Undo(mark, cause);
        }

        return Finish(mark, isChanged, bytes, effects);
    }

    private void RebuildFields()
    {
        if (_fieldsAreStale)
        {
            author.OnActivated();
        }
    }

    private StepFault? Finish(TurnMark mark, bool isChanged, int bytes, EffectList effects)
    {
        if (isChanged && bytes > Settings.StateBytesMax)
        {
            return Undo(mark, StepFault.TooLarge(bytes, Settings.StateBytesMax));
        }

        _fieldsAreStale = false;
        if (isChanged || (!scope.Output.IsEmpty && scope.Output.Events.Length > 0) || mark.IsRecordedBy(scope))
        {
            stream.TakeVersion();
        }

        scope.NoteEmptiness();
        _release.Release(mark.Ledger.Roster, isChanged, effects);
        scope.Commit();
        return null;
    }

    private StepFault Undo(TurnMark mark, Exception cause) =>
        Undo(mark, new StepFault(scope.Running.Name ?? "(no handler)", cause, StateTooLarge: false));

    private StepFault Undo(TurnMark mark, StepFault fault)
    {
        scope.Running.Is(null);
        scope.Undo(mark);
        stream.Undo();
        _fieldsAreStale = author.RebuildsFields && scope.Ledger.Begun;
        return fault;
    }
}

/// <summary>What failed in a turn that was undone.</summary>
internal sealed record StepFault(string Handler, Exception Cause, bool StateTooLarge)
{
    internal static StepFault TooLarge(int bytes, int bytesMax) => new(
        "(state limit)",
        new InvalidOperationException($"The state would have {bytes:N0} bytes; StateBytesMax is {bytesMax:N0}."),
        StateTooLarge: true);
}
