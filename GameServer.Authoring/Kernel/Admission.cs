using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>How a player becomes a member: place, seat, the author's decision, also a late one. On the room's turn.</summary>
internal sealed class Admission(TurnScope scope, RoomAuthor author, Membership membership, PendingWorks works)
{
    internal const string FailedReason = "The room failed on this request.";
    private const uint StaleRetryMs = 250;

    /// <summary>A room is calm again after five seconds at the earliest.</summary>
    private const uint OverloadRetryMs = 5_000;

    internal void Join(RoomInput.Join input)
    {
        var ledger = scope.Ledger;
        if (ledger.Roster.Find(input.Player.Id) is { } member)
        {
            JoinAgain(member, input, skipAuthor: false);
        }
        else if (ledger.Joins.TryGetValue(input.Player.Id, out var pending))
        {
            Supersede(pending, input);
        }
        else if (Place(input) is { } error)
        {
            Refuse(input.From, input.Player, input.RequestId, error);
        }
        else if (ledger.Load != RoomLoad.Calm && input.Seat.Length == 0)
        {
            scope.Output.Say(new RoomEffect.JoinRefused(input.From, input.Player, input.RequestId, Overloaded()) { IsOverloaded = true });
        }
        else
        {
            var seat = input.Seat.Length > 0 ? ledger.Seats.Find(input.Seat) : null;
            scope.Ledger = ledger with { Seats = ledger.Seats.Without(input.Seat) };
            var options = new JoinOptions(input.Options, HasSeat: seat is not null);
            var player = input.Player with { Number = default, IsHere = true };
            Carry(new PendingJoin(player, input.From, options, seat, input.RequestId), author.OnJoining(player, options));
        }
    }

    /// <summary>The author's code failed on the join.</summary>
    internal void Fail(RoomInput.Join input)
    {
        if (scope.Ledger.Roster.Find(input.Player.Id) is { } member)
        {
            JoinAgain(member, input, skipAuthor: true);
        }
        else
        {
            Refuse(input.From, input.Player, input.RequestId, Error(ErrorCode.JoinRejected, FailedReason));
        }
    }

    /// <summary>The outcome that a decision waited for.</summary>
    internal void Decide(PendingWork.Admission admission, object? value)
    {
        if (Take(admission.Player) is not { } join)
        {
            return;
        }

        JoinDecision? decision = null;
        author.Continue("JoinDecision.Await", () => decision = admission.Then(value));
        Carry(join, decision);
    }

    /// <summary>A pending join ends without a decision.</summary>
    internal void Drop(PlayerId player, string reason)
    {
        if (Take(player) is { } join)
        {
            Reject(join, reason);
        }
    }

    /// <summary>A connection is gone that waited for a decision, itself or by an elder one of its session.</summary>
    internal void Lose(MemberAddress from)
    {
        foreach (var join in scope.Ledger.Joins.Values.Where(join => from.IsOrFollows(join.From)))
        {
            Drop(join.Player.Id, "The connection ended before the room decided.");
        }
    }

    /// <summary>Keeps a place for whoever comes with the token.</summary>
    internal void Reserve(RoomInput.Reserve input)
    {
        var ledger = scope.Ledger;
        if (ledger.PlacesTaken >= scope.Settings.MaxMembers && ledger.Seats.Find(input.Seat) is null)
        {
            scope.Output.Say(new RoomEffect.SeatAnswered(input.Seat, $"The room has no free place of its {scope.Settings.MaxMembers}."));
            return;
        }

        if (ledger.Load != RoomLoad.Calm)
        {
            scope.Output.Say(new RoomEffect.SeatAnswered(input.Seat, Overloaded().Message));
            return;
        }

        scope.Ledger = ledger with { Seats = ledger.Seats.With(input.Seat, input.Until, input.For) };
        scope.Output.Say(new RoomEffect.SeatAnswered(input.Seat, null));
    }

    internal void RefuseAll(string reason)
    {
        foreach (var join in scope.Ledger.Joins.Values.OrderBy(join => join.Player.Id.Value, StringComparer.Ordinal))
        {
            Refuse(join.From, join.Player, join.RequestId, Error(ErrorCode.RoomClosed, reason));
        }

        scope.Ledger = scope.Ledger with { Joins = scope.Ledger.Joins.Clear() };
    }

    private void JoinAgain(Member member, RoomInput.Join input, bool skipAuthor)
    {
        if (membership.IsStale(member, input.From))
        {
            // The session's newer connection may have asked for the same meanwhile: it asks again and is let in.
            var error = Busy("A newer connection of this session holds the place.", StaleRetryMs);
            Refuse(input.From, input.Player, input.RequestId, error);
            scope.Output.Say(new RoomEffect.Overtaken(input.From));
        }
        else
        {
            membership.JoinAgain(member, input, skipAuthor);
        }
    }

    private void Supersede(PendingJoin pending, RoomInput.Join input)
    {
        if (pending.From == input.From && pending.RequestId == input.RequestId)
        {
            return;
        }

        var error = Error(ErrorCode.JoinRejected, "A newer request of the same player took this one's place.");
        Refuse(pending.From, pending.Player, pending.RequestId, error);
        var newer = pending with { From = input.From, RequestId = input.RequestId };
        scope.Ledger = scope.Ledger with { Joins = scope.Ledger.Joins.SetItem(pending.Player.Id, newer) };
    }

    private Error? Place(RoomInput.Join input)
    {
        var ledger = scope.Ledger;
        if (input.Seat.Length > 0)
        {
            var seat = ledger.Seats.Find(input.Seat);
            if (seat is not { } found || found.Due <= scope.Now || (found.Value is { } only && only != input.Player.Id))
            {
                return Error(ErrorCode.SeatInvalid, "This seat does not exist, has expired or is another player's.");
            }

            // A seat's holder competes with members only: other seats were reserved beside its own.
            return ledger.Roster.Count + ledger.Joins.Count < scope.Settings.MaxMembers ? null : Full();
        }

        return ledger.PlacesTaken < scope.Settings.MaxMembers ? null : Full();
    }

    private void Carry(PendingJoin join, JoinDecision? decision)
    {
        switch (decision)
        {
            case JoinDecision.Accepted:
                var member = membership.Admit(join.Player, join.From, join.RequestId);
                author.OnJoined(member.Player);
                break;
            case JoinDecision.Rejected rejected:
                Reject(join, rejected.Reason);
                break;
            case JoinDecision.Awaited awaited:
                var id = works.Expect(new PendingWork.Admission(join.Player.Id, awaited.Then));
                scope.Ledger = scope.Ledger with { Joins = scope.Ledger.Joins.Add(join.Player.Id, join) };
                scope.Output.Say(new RoomEffect.StartWork(id, awaited.Work));
                break;
            case null:
                throw new InvalidOperationException(
                    "A join was decided with null; legal are JoinDecision.Accept, JoinDecision.Reject(reason) "
                    + "and JoinDecision.Await(work, then).");
        }
    }

    private PendingJoin? Take(PlayerId player)
    {
        if (!scope.Ledger.Joins.TryGetValue(player, out var join))
        {
            return null;
        }

        scope.Ledger = scope.Ledger with { Joins = scope.Ledger.Joins.Remove(player) };
        return join;
    }

    /// <summary>A seat outlives a rejected join, so that its holder may try again while it is kept.</summary>
    private void Reject(PendingJoin join, string reason)
    {
        if (join.Seat is { } seat && seat.Due > scope.Now)
        {
            scope.Ledger = scope.Ledger with { Seats = scope.Ledger.Seats.With(seat.Key, seat.Due, seat.Value) };
        }

        Refuse(join.From, join.Player, join.RequestId, Error(ErrorCode.JoinRejected, reason));
    }

    private void Refuse(MemberAddress from, Player player, uint requestId, Error error) =>
        scope.Output.Say(new RoomEffect.JoinRefused(from, player, requestId, error));

    private Error Full() => Error(ErrorCode.RoomFull, $"The room is full: it has {scope.Settings.MaxMembers} places.");

    private Error Overloaded() => Busy("The room is overloaded: it takes no new members at the moment.", OverloadRetryMs);

    private Error Busy(string message, uint retryAfterMs)
    {
        var error = Error(ErrorCode.Busy, message);
        (error.Retry, error.RetryAfterMs) = (Protocol.V1.Error.Types.Retry.Later, retryAfterMs);
        return error;
    }

    private Error Error(ErrorCode code, string message) => RoomFrames.JoinError(scope.Birth, code, message);
}
