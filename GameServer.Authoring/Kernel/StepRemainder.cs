namespace GameServer.Authoring.Kernel;

/// <summary>
/// What remains of a step on which the author's code failed: the commands are answered, the places are given and taken,
/// and no code of the author's is called. On the room's turn.
/// </summary>
internal sealed class StepRemainder(
    TurnScope scope, StepRunner runner, Membership membership, Admission admission, CommandDesk desk, PendingWorks works)
{
    /// <summary>The room ends when so many ticks and timers in a row have failed.</summary>
    internal const int TimedFaultsMax = 5;

    /// <returns>A member that has now failed the room too often.</returns>
    internal Member? Run(TurnStep step, bool stateTooLarge)
    {
        Member? offender = null;
        switch (step)
        {
            case TurnStep.Begin:
                scope.EndWithoutAuthor("The room failed when it began.");
                break;
            case TurnStep.Activate:
                scope.EndWithoutAuthor("The room failed when it was activated.", staysStored: true);
                break;
            case TurnStep.Strand strand:
                runner.Strand(strand);
                break;
            case TurnStep.Input input:
                offender = Take(input.Value, stateTooLarge);
                break;
            case TurnStep.TimerDue timer:
                scope.Ledger = scope.Ledger with { Timers = scope.Ledger.Timers.Without(timer.Key) };
                CountTimedFault();
                break;
            case TurnStep.TickDue:
                scope.NextTick();
                CountTimedFault();
                break;
            case TurnStep.GraceOver over:
                runner.Expire(over);
                break;
            case TurnStep.Expel expel:
                runner.Expel(expel);
                break;
            case TurnStep.Closing:
                scope.End(scope.Ledger.End!.Reason, authorTold: true);
                break;
            case TurnStep.SeatOver:
            case TurnStep.EmptyOver:
                runner.Run(step);
                break;
        }

        return offender;
    }

    private Member? Take(RoomInput input, bool stateTooLarge)
    {
        switch (input)
        {
            case RoomInput.Join join:
                admission.Fail(join);
                return null;
            case RoomInput.Attach attach:
                membership.Attach(attach, skipAuthor: true);
                return null;
            case RoomInput.ConnectionLost lost:
                if (scope.Ledger.Roster.UpTo(lost.From) is { } member)
                {
                    membership.Lose(member, skipAuthor: true);
                }

                return null;
            case RoomInput.Command command:
                return desk.Fail(command, stateTooLarge);
            case RoomInput.WorkDone done:
                if (works.Take(done.WorkId) is PendingWork.Admission decision)
                {
                    admission.Drop(decision.Player, Admission.FailedReason);
                }

                return null;
            case RoomInput.Told:
                return null;
            case RoomInput.Leave leave:
                membership.Leave(leave);
                return null;
            case RoomInput.Overload overload:
                scope.Ledger = scope.Ledger with { Load = overload.Load };
                return null;
            case RoomInput.Ordered { Order: RoomOrder.Tell } told:
                scope.Output.Say(new RoomEffect.OrderDone(told.Number, OrderOutcome.Failed));
                return null;
            case RoomInput.Ordered ordered:
                // The author failed in OnLeft, which is not called again.
                runner.Obey(ordered);
                return null;
            case RoomInput.Seen or RoomInput.Snapshot or RoomInput.CatchUp or RoomInput.Reserve or RoomInput.Close:
                runner.Run(new TurnStep.Input { Value = input });
                return null;
        }

        return null;
    }

    private void CountTimedFault()
    {
        var faults = scope.Ledger.TimedFaultsInRow + 1;
        scope.Ledger = scope.Ledger with { TimedFaultsInRow = faults };
        if (faults >= TimedFaultsMax)
        {
            scope.End($"The room failed {faults} timed turns in a row.", authorTold: false);
        }
    }
}
