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
    private readonly TurnRelease _release = new(scope, stream);
    private readonly ListingView _listing = new(scope);

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

    public IReadOnlyList<RoomEffect> RunTurn(DateTimeOffset now, IReadOnlyList<RoomInput> inputs)
    {
        List<RoomEffect> effects = [];
        if (IsClosed)
        {
            goodbye.Answer(inputs, "The room has ended.", effects);
            return effects;
        }

        scope.MoveTo(now);
        var steps = RunTogether(inputs, effects, out var fault);
        if (fault is not null)
        {
            steps = RunApart(inputs, fault, effects);
        }

        if (scope.Ledger.End is { } end)
        {
            goodbye.Say(end, effects);
            goodbye.Answer(steps.Unserved, end.Reason, effects);
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

    /// <summary>All steps as one turn: one update for them all. If one fails, nothing has happened.</summary>
    private TurnSteps RunTogether(IReadOnlyList<RoomInput> inputs, List<RoomEffect> effects, out StepFault? fault)
    {
        var steps = new TurnSteps(scope, inputs);
        fault = Attempt(
            () =>
            {
                while (steps.Next() is { } step)
                {
                    runner.Run(step);
                }
            },
            effects);
        return steps;
    }

    /// <summary>Every step as a turn of its own, so that those which fail can be left out.</summary>
    private TurnSteps RunApart(IReadOnlyList<RoomInput> inputs, StepFault first, List<RoomEffect> effects)
    {
        var steps = new TurnSteps(scope, inputs);
        while (steps.Next() is { } step)
        {
            RunAlone(step, effects);
        }

        if (!effects.OfType<RoomEffect.Faulted>().Any())
        {
            // What failed together did not fail alone: a handler that depends on more than the state, which its author should know.
            effects.Insert(0, new RoomEffect.Faulted(first.Handler, first.Cause, null));
        }

        return steps;
    }

    private void RunAlone(TurnStep step, List<RoomEffect> effects)
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
    private void EndWithoutAuthor(StepFault fault, List<RoomEffect> effects)
    {
        _fieldsAreStale = false;
        effects.Add(new RoomEffect.Faulted(fault.Handler, fault.Cause, null));
        scope.EndWithoutAuthor("The room failed to rebuild itself after a failure.");
    }

    /// <summary>Runs a turn to its end and lets its output out; or undoes all of it and says what failed.</summary>
    private StepFault? Attempt(Action run, List<RoomEffect> effects)
    {
        var mark = scope.Mark();
        StateDiff? diff;
        try
        {
            if (_fieldsAreStale)
            {
                author.OnActivated();
            }

            run();
            diff = stream.Diff();
        }
        catch (Exception cause)
        {
            return Undo(mark, new StepFault(scope.Running.Name ?? "(no handler)", cause, StateTooLarge: false));
        }

        if (diff is { EncodedSize: var bytes } && bytes > Settings.StateBytesMax)
        {
            return Undo(mark, StepFault.TooLarge(bytes, Settings.StateBytesMax));
        }

        _fieldsAreStale = false;
        Commit(mark, diff?.Patch, effects);
        return null;
    }

    private StepFault Undo(TurnMark mark, StepFault fault)
    {
        scope.Running.Is(null);
        scope.Undo(mark);
        stream.Undo();
        _fieldsAreStale = author.RebuildsFields && scope.Ledger.Begun;
        return fault;
    }

    private void Commit(TurnMark mark, StatePatch? patch, List<RoomEffect> effects)
    {
        if (patch is not null || scope.Output.Events.Count > 0 || mark.IsRecordedBy(scope))
        {
            stream.TakeVersion();
        }

        scope.NoteEmptiness();
        _release.Release(mark.Ledger.Roster, patch, effects);
        scope.ForgetOutput();
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
