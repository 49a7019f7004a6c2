using GameServer.Protocol.Identity;

namespace GameServer.Authoring.Kernel;

/// <summary>Runs a turn's steps. On the room's turn.</summary>
internal sealed class StepRunner(
    TurnScope scope, RoomAuthor author, Membership membership, Admission admission, CommandDesk desk, PendingWorks works)
{
    private readonly Awakening _awakening = new(scope, author);

    internal void Run(TurnStep step)
    {
        switch (step)
        {
            case TurnStep.Begin:
                scope.Ledger = scope.Ledger with { Begun = true };
                scope.Ticks = TickClock.Start(scope.Settings.TickRate, scope.Now, 0);
                author.OnCreated();
                author.OnActivated();
                break;
            case TurnStep.Activate:
                _awakening.Activate();
                break;
            case TurnStep.Strand strand:
                _awakening.Strand(strand.Number, skipAuthor: false);
                break;
            case TurnStep.Input input:
                Take(input.Value);
                break;
            case TurnStep.GraceOver over:
                Expire(over);
                break;
            case TurnStep.SeatOver over:
                scope.Ledger = scope.Ledger with { Seats = scope.Ledger.Seats.Without(over.Seat) };
                break;
            case TurnStep.TimerDue timer:
                scope.Ledger = scope.Ledger with { Timers = scope.Ledger.Timers.Without(timer.Key) };
                author.OnTimer(timer.Key, timer.Command);
                ForgetTimedFaults();
                break;
            case TurnStep.TickDue:
                author.OnTick(scope.NextTick());
                ForgetTimedFaults();
                break;
            case TurnStep.EmptyOver:
                scope.End("The room was empty.", authorTold: false);
                break;
            case TurnStep.Expel expel:
                Expel(expel);
                break;
            case TurnStep.Closing:
                scope.End(scope.Ledger.End!.Reason, authorTold: true);
                author.OnClosing();
                break;
        }

        TellLeft();
    }

    internal void Strand(TurnStep.Strand step) => _awakening.Strand(step.Number, skipAuthor: true);

    internal void Expire(TurnStep.GraceOver step) =>
        Remove(step.Player, LeaveReason.GraceExpired, "You were away for too long.");

    internal void Expel(TurnStep.Expel step) =>
        Remove(step.Player, LeaveReason.Faulted, "Your commands failed the room again and again.");

    /// <summary>Who sent what the step works on.</summary>
    internal PlayerId? SenderOf(TurnStep step) => step is TurnStep.Input input
        ? input.Value switch
        {
            RoomInput.Join join => join.Player.Id,
            RoomInput.Attach attach => attach.Player,
            RoomInput.Command command => scope.Ledger.Roster.At(command.From)?.Player.Id,
            RoomInput.Leave leave => scope.Ledger.Roster.At(leave.From)?.Player.Id,
            RoomInput.ConnectionLost lost => scope.Ledger.Roster.UpTo(lost.From)?.Player.Id,
            _ => null,
        }
        : null;

    private void ForgetTimedFaults()
    {
        if (scope.Ledger.TimedFaultsInRow > 0)
        {
            scope.Ledger = scope.Ledger with { TimedFaultsInRow = 0 };
        }
    }

    /// <summary>Tells the author who left in the step.</summary>
    private void TellLeft()
    {
        while (scope.Output.NextLeft(out var left))
        {
            author.OnLeft(left.Player, left.Reason);
        }
    }

    private void Take(RoomInput input)
    {
        switch (input)
        {
            case RoomInput.Join join:
                admission.Join(join);
                break;
            case RoomInput.Attach attach:
                membership.Attach(attach, skipAuthor: false);
                break;
            case RoomInput.ConnectionLost lost:
                Lose(lost.From);
                break;
            case RoomInput.Leave leave:
                admission.Lose(leave.From);
                membership.Leave(leave);
                break;
            case RoomInput.Command command:
                desk.Apply(command);
                break;
            case RoomInput.Seen seen:
                desk.Seen(seen);
                break;
            case RoomInput.Snapshot snapshot:
                if (scope.Ledger.Roster.At(snapshot.From) is { } wanting)
                {
                    desk.Confirm(wanting);
                    scope.Output.Say(new TurnSaying.SnapshotFor(snapshot.From));
                }

                break;
            case RoomInput.CatchUp up:
                if (scope.Ledger.Roster.At(up.From) is not null)
                {
                    scope.Output.Say(new TurnSaying.SnapshotFor(up.From));
                }

                break;
            case RoomInput.Told { Payload: { } payload }:
                author.OnTold(payload);
                break;
            case RoomInput.Told:
                break;
            case RoomInput.WorkDone done:
                Continue(done);
                break;
            case RoomInput.Reserve reserve:
                admission.Reserve(reserve);
                break;
            case RoomInput.Ordered ordered:
                Obey(ordered);
                break;
            case RoomInput.Overload overload:
                scope.Ledger = scope.Ledger with { Load = overload.Load };
                author.OnOverload(overload.Load);
                break;
            case RoomInput.Close close:
                scope.End(close.Reason, authorTold: false);
                break;
        }
    }

    internal void Obey(RoomInput.Ordered ordered) =>
        scope.Output.Say(new RoomEffect.OrderDone(ordered.Number, OutcomeOf(ordered.Order)));

    private OrderOutcome OutcomeOf(RoomOrder order)
    {
        switch (order)
        {
            case RoomOrder.Tell tell:
                author.OnTold(tell.Command);
                break;
            case RoomOrder.Close close:
                scope.End(close.Reason, authorTold: false);
                break;
            case RoomOrder.Kick kick when scope.Ledger.Roster.Find(kick.Player) is { } member:
                membership.Remove(member, LeaveReason.Kicked, kick.Reason, 0);
                break;
            case RoomOrder.Kick:
                return OrderOutcome.NoMember;
        }

        return OrderOutcome.Done;
    }

    private void Lose(MemberAddress from)
    {
        if (scope.Ledger.Roster.UpTo(from) is { } member)
        {
            membership.Lose(member, skipAuthor: false);
        }
        else
        {
            admission.Lose(from);
        }
    }

    private void Continue(RoomInput.WorkDone done)
    {
        switch (works.Take(done.WorkId))
        {
            case PendingWork.Admission admitted when done.Error is null:
                admission.Decide(admitted, done.Value);
                break;
            case PendingWork.Admission failed:
                admission.Drop(failed.Player, Admission.FailedReason);
                scope.Output.Say(new RoomEffect.Faulted("JoinDecision.Await", done.Error!, failed.Player));
                break;
            case PendingWork.Continuation continuation when done.Error is null:
                author.Continue(continuation.Handler, () => continuation.Then(done.Value));
                break;
            case PendingWork.Continuation { Failed: { } failed } continuation:
                author.Continue(continuation.Handler, () => failed(done.Error!));
                break;
            case PendingWork.Continuation continuation:
                scope.Output.Say(new RoomEffect.Faulted(continuation.Handler, done.Error!, null));
                break;
            case null:
                break;
        }
    }

    private void Remove(PlayerId player, LeaveReason reason, string detail)
    {
        if (scope.Ledger.Roster.Find(player) is { } member)
        {
            membership.Remove(member, reason, detail, 0);
        }
    }
}
