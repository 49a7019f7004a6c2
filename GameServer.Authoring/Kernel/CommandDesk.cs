using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;
using Outcome = GameServer.Protocol.V1.CommandResult.Types.Outcome;

namespace GameServer.Authoring.Kernel;

/// <summary>Applies members' commands exactly once and in order, and answers them. On the room's turn.</summary>
internal sealed class CommandDesk(TurnScope scope, RoomAuthor author)
{
    /// <summary>A member is removed when the room's code has failed on so many of its commands, within one membership.</summary>
    internal const int FaultsMax = 3;

    private readonly CommandInHand _hand = new();

    internal void Apply(RoomInput.Command input)
    {
        if (Turn(input) is not { } member)
        {
            return;
        }

        if (input.Payload is null)
        {
            Answer(member, input, Words(input, Outcome.BadPayload, "The payload is no message of the room's command type."));
            return;
        }

        _hand.Open();
        scope.Command = _hand;
        author.OnCommand(member.Player, input.Payload);
        scope.Command = null;
        Answer(member, input, _hand.IsPlain ? null : Words(input, _hand.Outcome, _hand.Rejection ?? "", _hand.Reply));
    }

    /// <summary>The author's code failed on the command: its number is used up. The sender, if it has failed the room too often.</summary>
    internal Member? Fail(RoomInput.Command input, bool stateTooLarge)
    {
        if (Turn(input) is not { } member)
        {
            return null;
        }

        if (stateTooLarge)
        {
            Answer(member, input, Words(input, Outcome.StateLimit, "The room's state would have become too large."));
            return null;
        }

        Answer(member, input, Words(input, Outcome.Failed, "The room failed on this command; nothing of it was done."));
        var record = scope.Commands.Touch(member.Number);
        record.Fault();
        return record.Faults >= FaultsMax ? member : null;
    }

    internal void Seen(RoomInput.Seen input)
    {
        if (scope.Ledger.Roster.At(input.From) is { } member)
        {
            Seen(member, input.RepliesSeen);
        }
    }

    /// <summary>The member's connection has sent something: elder ones of its session are overtaken for good.</summary>
    internal void Confirm(Member member)
    {
        if (scope.Commands.Find(member.Number) is not { } record || record.Marks.Confirmed < member.Address.Generation.Value)
        {
            scope.Commands.Touch(member.Number).Confirm(member.Address.Generation.Value);
        }
    }

    /// <summary>The sender, when this is its next number; any other number is answered here.</summary>
    private Member? Turn(RoomInput.Command input)
    {
        if (scope.Ledger.Roster.At(input.From) is not { } member)
        {
            // A member whose place moved is attached again in a moment, and its client sends again.
            Refuse(input.From, scope.Ledger.Roster.IsAwayWith(input.From.Session)
                ? RoomFrames.NotAttached(scope.Birth, input.Seq.Value)
                : RoomFrames.NotInRoom(scope.Birth, input.Seq.Value, 0));
            return null;
        }

        var record = Seen(member, input.RepliesSeen);
        if (input.Seq.Value <= record.LastApplied)
        {
            scope.Output.Answer(member, input.Seq.Value, record.Again(input.Seq.Value));
            return null;
        }

        if (input.Seq.Value > record.LastApplied + 1)
        {
            scope.Output.Answer(member, input.Seq.Value, Gap(input.Seq.Value, record.LastApplied + 1));
            return null;
        }

        if (record.IsFull)
        {
            Refuse(input.From, RoomFrames.TooManyUnacknowledged(scope.Birth, input.Seq.Value));
            return null;
        }

        return member;
    }

    private CommandRecord Seen(Member member, CommandSeq repliesSeen)
    {
        Confirm(member);
        var record = scope.Commands.Find(member.Number)!;
        if (record.HasNotSeen(repliesSeen.Value))
        {
            scope.Commands.Touch(member.Number).Seen(repliesSeen.Value);
        }

        return record;
    }

    private static CommandResult Gap(ulong number, ulong expected) => new()
    {
        CommandSeq = number,
        Outcome = Outcome.Gap,
        Expected = expected,
        Reason = $"The room waits for number {expected}.",
    };

    private static CommandResult Words(RoomInput.Command input, Outcome outcome, string reason, ByteString? reply = null)
    {
        var result = new CommandResult { CommandSeq = input.Seq.Value, Outcome = outcome, Reason = reason };
        if (reply is not null)
        {
            result.Reply = reply;
        }

        return result;
    }

    private void Answer(Member member, RoomInput.Command input, CommandResult? words)
    {
        scope.Output.Answer(member, input.Seq.Value, words);
        scope.Commands.CountUse();
        if (scope.Ledger.Roster.Find(member.Number) is not null)
        {
            scope.Commands.Touch(member.Number).Use(words);
        }
    }

    private void Refuse(MemberAddress to, ServerEnvelope envelope) => scope.Output.Say(new RoomEffect.ToMember(to, envelope));
}
