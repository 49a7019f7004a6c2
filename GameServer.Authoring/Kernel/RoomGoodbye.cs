using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>The end of a room: its members have got the last update and are sent home. On the room's last turn.</summary>
internal sealed class RoomGoodbye(TurnScope scope, RoomAuthor author, Membership membership, Admission admission)
{
    /// <summary>The state is not published again: members keep what they saw last.</summary>
    internal void Say(RoomEnd end, EffectList effects)
    {
        while (scope.Ledger.Roster.Members.FirstOrDefault() is { } member)
        {
            membership.Remove(member, LeaveReason.RoomClosed, end.Reason, 0);
            while (scope.Output.NextLeft(out var left))
            {
                if (!end.WithoutAuthor)
                {
                    TellLeft(left.Player, left.Reason, effects);
                }
            }
        }

        admission.RefuseAll(end.Reason);
        foreach (var saying in scope.Output.Sayings.OfType<TurnSaying.Effect>())
        {
            effects.Add(saying.Value);
        }

        scope.Commit();
    }

    /// <summary>What came too late.</summary>
    internal void Answer(IEnumerable<RoomInput> inputs, string reason, EffectList effects)
    {
        foreach (var input in inputs)
        {
            foreach (var effect in Answer(input, reason))
            {
                effects.Add(effect);
            }
        }
    }

    private RoomEffect[] Answer(RoomInput input, string reason) => input switch
    {
        RoomInput.Join join =>
        [
            new RoomEffect.JoinRefused(
                join.From, join.Player, join.RequestId, RoomFrames.JoinError(scope.Birth, ErrorCode.RoomClosed, reason)),
        ],
        RoomInput.Ordered ordered => [new RoomEffect.OrderDone(ordered.Number, OrderOutcome.Ended)],
        RoomInput.Reserve reserve => [new RoomEffect.SeatAnswered(reserve.Seat, reason)],
        RoomInput.Attach attach =>
        [
            new RoomEffect.ToMember(
                attach.From, RoomFrames.Left(scope.Birth, RoomLeft.Types.Reason.RoomClosed, reason, attach.RequestId)),
            new RoomEffect.Detached(attach.From, attach.Player, Gone: true),
        ],
        RoomInput.Leave leave => [new RoomEffect.ToMember(leave.From, RoomFrames.NotInRoom(scope.Birth, 0, leave.RequestId))],
        RoomInput.Command command =>
            [new RoomEffect.ToMember(command.From, RoomFrames.NotInRoom(scope.Birth, command.Seq.Value, 0))],
        _ => [],
    };

    private void TellLeft(Player player, LeaveReason reason, EffectList effects)
    {
        try
        {
            author.OnLeft(player, reason);
        }
        catch (Exception cause)
        {
            scope.Running.Is(null);
            effects.Add(new RoomEffect.Faulted(nameof(author.OnLeft), cause, null));
        }
    }
}
