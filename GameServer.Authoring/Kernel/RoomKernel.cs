using GameServer.Authoring.Diff;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>A room: runs turns, undoes those in which the author's code fails, and lets their output out.</summary>
internal sealed class RoomKernel(
    TurnScope scope,
    RoomSchema schema,
    RoomAuthor author,
    IUpdateStream stream,
    StepRunner runner,
    StepRemainder remainder,
    RoomGoodbye goodbye,
    bool isUpcast)
    : IRoomKernel
{
    private readonly TurnRecorder? _recorder = scope.Settings.Durability is Durability.CommittedDurability ? new(scope, stream) : null;
    private readonly TurnRelease _release = new(scope, schema, stream);
    private readonly ListingView _listing = new(scope);
    private readonly TurnSteps _steps = new(scope);
    private readonly TickThinning _thinning = new(scope);
    private readonly Stack<EffectList> _free = new();

    /// <summary>Set by the first turn: what the listing shows has been said.</summary>
    private bool _listed;

    /// <summary>After a rollback the fields that OnActivated rebuilds are stale.</summary>
    private bool _fieldsAreStale;

    public RoomSettings Settings => scope.Settings;

    public RoomSchema Schema => schema;

    public RoomListing Listing => _listing.Listing;

    public int StateBytes => stream.EncodedBytes;

    public Epoch Epoch => scope.Birth.Epoch;

    public RoomVersion Published => new(stream.LastPublished);

    public RoomVersion Version => new(stream.Version);

    public bool WantsSnapshotFirst { get; private set; } = isUpcast;

    public bool IsIdle => !IsClosed && scope.Ledger is { Begun: true, Joins.IsEmpty: true, Work.IsEmpty: true, Roster.AnyoneHere: false };

    public DateTimeOffset? WakeAt => IsClosed ? null : scope.DueInLedger;

    public IMessage PublishedState() => stream.PublishedState();

    public ulong LastTick => scope.LastTick;

    public byte[] Snapshot() => _thinning.ReadEnded(new SnapshotWriter(scope, stream).Write);

    public string? RunningHandler => scope.Running.Name;

    public bool IsClosed { get; private set; }

    public DateTimeOffset? NextDue => IsClosed ? null : scope.NextDue;

    public EffectList RunTurn(DateTimeOffset now, IReadOnlyList<RoomInput> inputs)
    {
        if (IsClosed)
        {
            var answers = TakeEffects();
            (answers.BaseVersion, answers.Version, answers.At) = (Version, Version, scope.Now);
            goodbye.Answer(inputs, "The room has ended.", answers);
            return answers;
        }

        var before = Version;
        WantsSnapshotFirst = false;
        scope.MoveTo(now);
        var mark = _thinning.Begin();
        var fault = RunTogether(inputs, mark, out var isChanged, out var bytes);

        // A room that only ticks is mostly out of the processor's caches: what need not be looked at is not.
        if (fault is null && !isChanged && _listed && inputs.Count == 0 && mark.IsStill(scope))
        {
            _fieldsAreStale = false;
            return EffectList.None;
        }

        var effects = TakeEffects();
        (effects.BaseVersion, effects.At) = (before, scope.Now);
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
            RecordEnd(end, effects);
        }

        if ((_listing.Refresh() || !_listed) && Settings.Listed)
        {
            effects.Add(new RoomEffect.Listed(_listing.Listing));
        }

        _listed = true;
        effects.Version = Version;
        if (IsClosed)
        {
            effects.Add(new RoomEffect.Closed(scope.Ledger.End!.Reason));
        }

        return effects;
    }

    /// <summary>The end is a record of its own: it comes after everything that the room has said.</summary>
    private void RecordEnd(RoomEnd end, EffectList effects)
    {
        if (!end.StaysStored)
        {
            effects.Ended = true;
            stream.TakeVersion();
            _recorder?.Record(default, end.Reason, effects.Records);
        }
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

            isChanged = !_thinning.StaysOpen(mark, isTimed: inputs.Count == 0 && _listed) && stream.Diff(out bytes);
            return null;
        }
        catch (Exception cause)
        {
            _thinning.End();
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
        var isRecorded = isChanged || (!scope.Output.IsEmpty && scope.Output.Events.Length > 0) || mark.IsRecordedBy(scope);
        if (isRecorded)
        {
            stream.TakeVersion();
        }

        scope.NoteEmptiness();
        var published = _release.Release(mark.Ledger.Roster, isChanged, effects);
        if (_recorder is not null)
        {
            Record(isRecorded, published, effects);
        }

        scope.Commit();
        return null;
    }

    private void Record(bool isRecorded, Published published, EffectList effects)
    {
        if (isRecorded)
        {
            _recorder!.Record(published, null, effects.Records);
        }
        else
        {
            scope.Commands.LeaveUnrecorded();
        }
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
