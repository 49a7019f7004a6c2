using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>Who holds which place, and through which connection: back, away, gone. On the room's turn.</summary>
internal sealed class Membership(TurnScope scope, RoomAuthor author, IUpdateStream stream)
{
    private Roster Roster
    {
        get => scope.Ledger.Roster;
        set => scope.Ledger = scope.Ledger with { Roster = value };
    }

    /// <summary>Now, in the stream of events.</summary>
    private StreamStart Present => new(stream.LastPublished, scope.Output.SharedEvents);

    /// <summary>The member that the author means.</summary>
    internal Member Demand(Player player, string method)
    {
        ArgumentNullException.ThrowIfNull(player);
        return Roster.Find(player.Id) is { } member && member.Number == player.Number.Value
            ? member
            : throw new ArgumentException(
                $"{method} takes a member, one of Players (also an away one); player {player.Id} with number {player.Number} is none: "
                + "not before OnJoined, and no more in OnLeft.",
                nameof(player));
    }

    /// <summary>A member joins again: its connection holds the place from now on and begins with a snapshot.</summary>
    internal void JoinAgain(Member member, RoomInput.Join input, bool skipAuthor)
    {
        // Asked twice, as a link that broke has it, by a connection that is attached: what it knows counts on.
        if (!Holds(member, input.From))
        {
            Unproven(member.Number, Present);
        }

        Hold(member, new RoomInput.Attach(input.From, member.Player.Id, null, default, input.RequestId), skipAuthor);
    }

    /// <summary>A connection holds the member's place from now on, and receives what the member missed since its position.</summary>
    private void Hold(Member member, RoomInput.Attach input, bool skipAuthor)
    {
        var from = input.From;
        var changed = member;
        if (!SameSession(member.Address, from))
        {
            scope.Commands.Touch(member.Number).Confirm(0);
        }

        if (!Holds(member, from))
        {
            Release(member, from);
            Roster = Roster.WithHere(member, from, out changed);
        }

        var hasAll = Holds(member, from) && input is { Position: null, Replay: null } && !scope.Reading.Contains(from);
        Say(changed, input, hasAll ? Latest(from) : scope.Commands.Find(member.Number)?.Unproven ?? Present);
        if (!member.IsHere && !skipAuthor)
        {
            author.OnBack(changed.Player);
        }
    }

    /// <summary>A new member; its connection receives a snapshot.</summary>
    internal Member Admit(Player player, MemberAddress from, uint requestId)
    {
        Roster = Roster.WithNew(player, from, out var member);
        Unproven(member.Number, Present);
        Say(member, new RoomInput.Attach(from, player.Id, null, default, requestId), Present);
        scope.Output.Say(new RoomEffect.RosterChanged(player.Id, Member: true));
        return member;
    }

    internal void Attach(RoomInput.Attach input, bool skipAuthor)
    {
        if (input.Replay is not null)
        {
            scope.Reading.Remove(input.From);
        }

        if (Roster.Find(input.Player) is not { } member)
        {
            Answer(input.From, NoMember(input.RequestId));
            scope.Output.Say(new RoomEffect.Detached(input.From, input.Player, Gone: true));
        }
        else if (input.Replay is not null && !(member.IsHere && member.Address == input.From))
        {
            // Its connection was lost or overtaken while the log was read for it.
        }
        else if (IsStale(member, input.From))
        {
            Answer(input.From, RoomFrames.NotInRoom(scope.Birth, 0, input.RequestId));
            scope.Output.Say(new RoomEffect.Overtaken(input.From));
        }
        else if (member.IsHere && !SameSession(member.Address, input.From))
        {
            // The elder of two sessions comes back by itself: only a Join takes a place over, so that two tabs do not fight.
            LoseTo(input.From, member, input.RequestId);
        }
        else
        {
            // Epoch 0 is a client's that has no state yet; version 0 is a state too, of a room that has published nothing.
            var position = input.Position is { Epoch.Value: > 0 } known ? known : (Position?)null;
            if (position is not null)
            {
                Unproven(member.Number, null);
            }

            Hold(member, input with { Position = position }, skipAuthor);
        }
    }

    // Whoever asked to join, and was in before the room came back older, is to ask again.
    private ServerEnvelope NoMember(uint requestId)
    {
        const string Detail = "You are not a member of this room any more.";
        return requestId == 0
            ? RoomFrames.Left(scope.Birth, RoomLeft.Types.Reason.RoomLost, Detail, requestId)
            : RoomFrames.JoinUndone(scope.Birth, Detail, requestId);
    }

    internal void Lose(Member member, bool skipAuthor)
    {
        var grace = scope.Settings.Grace;
        Roster = Roster.WithAway(member, grace == Timeout.InfiniteTimeSpan ? null : scope.Now + grace, out var away);
        scope.Output.Say(new RoomEffect.Detached(member.Address, member.Player.Id, Gone: false));
        if (!skipAuthor)
        {
            author.OnAway(away.Player);
        }
    }

    internal void Leave(RoomInput.Leave input)
    {
        if (Roster.At(input.From) is { } member)
        {
            Remove(member, LeaveReason.Left, "You left.", input.RequestId);
        }
        else
        {
            Answer(input.From, RoomFrames.NotInRoom(scope.Birth, 0, input.RequestId));
        }
    }

    /// <summary>The member is none any more. The author is told once the handler that runs has returned.</summary>
    internal void Remove(Member member, LeaveReason reason, string detail, uint requestId)
    {
        ArgumentNullException.ThrowIfNull(detail);
        var ledger = scope.Ledger;
        scope.Ledger = ledger with { Roster = ledger.Roster.Without(member) };
        scope.Commands.Remove(member.Number);
        scope.Output.TellLeft(member.Player, reason);
        Answer(member.Address, RoomFrames.Left(scope.Birth, OnTheWire(reason), detail, requestId));
        scope.Output.Say(new RoomEffect.Detached(member.Address, member.Player.Id, Gone: true));
        scope.Output.Say(new RoomEffect.RosterChanged(member.Player.Id, Member: false));
    }

    /// <summary>
    /// A lower generation of the session that holds the place. While the member is away only those are that lie below what its client has
    /// worked under: it may come back with a lower one when it never got the welcomes to the higher ones.
    /// </summary>
    internal bool IsStale(Member member, MemberAddress from)
    {
        if (!SameSession(member.Address, from))
        {
            return false;
        }

        var confirmed = scope.Commands.Find(member.Number)?.Marks.Confirmed ?? 0;
        return (member.IsHere && from.Generation.Value < member.Address.Generation.Value)
            || from.Generation.Value < confirmed
            || (from.Generation.Value == confirmed && from != member.Address);
    }

    private static bool Holds(Member member, MemberAddress from) => member.IsHere && member.Address == from;

    private static bool SameSession(MemberAddress left, MemberAddress right) => left.Session == right.Session;

    private static RoomLeft.Types.Reason OnTheWire(LeaveReason reason) => reason switch
    {
        LeaveReason.Left => RoomLeft.Types.Reason.Left,
        LeaveReason.Kicked => RoomLeft.Types.Reason.Kicked,
        LeaveReason.GraceExpired => RoomLeft.Types.Reason.GraceExpired,
        LeaveReason.Faulted => RoomLeft.Types.Reason.Faulted,
        LeaveReason.RoomClosed => RoomLeft.Types.Reason.RoomClosed,
    };

    /// <summary>
    /// What a connection that is attached already has not had: this turn's update, which it gets with its snapshot, and not even that if
    /// it was attached in this turn.
    /// </summary>
    private StreamStart Latest(MemberAddress from)
    {
        var isAttachedNow = scope.Output.Sayings.OfType<TurnSaying.Attachment>().Any(said => said.Member.Address == from);
        return new StreamStart(stream.LastPublished, isAttachedNow ? int.MaxValue : 0);
    }

    /// <summary>The connection that held the place so far holds it no more.</summary>
    private void Release(Member member, MemberAddress successor)
    {
        if (!SameSession(member.Address, successor))
        {
            LoseTo(member.Address, member, 0);
        }
        else if (member.IsHere)
        {
            scope.Output.Say(new RoomEffect.Detached(member.Address, member.Player.Id, Gone: false));
        }
    }

    private void LoseTo(MemberAddress loser, Member member, uint requestId)
    {
        var detail = "Another session of the same player took the place.";
        Answer(loser, RoomFrames.Left(scope.Birth, RoomLeft.Types.Reason.JoinedElsewhere, detail, requestId));
        scope.Output.Say(new RoomEffect.Detached(loser, member.Player.Id, Gone: true));
    }

    private void Say(Member member, RoomInput.Attach input, StreamStart start) =>
        scope.Output.Say(new TurnSaying.Attachment(member, input, start));

    private void Unproven(uint number, StreamStart? start) => scope.Commands.Touch(number).Begin(start);

    private void Answer(MemberAddress to, ServerEnvelope envelope) => scope.Output.Say(new RoomEffect.ToMember(to, envelope));
}
