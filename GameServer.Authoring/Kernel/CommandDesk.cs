using GameServer.Protocol.V1;
using Outcome = GameServer.Protocol.V1.CommandResult.Types.Outcome;

namespace GameServer.Authoring.Kernel;

/// <summary>Applies members' commands exactly once and in order, and answers them. On the room's turn.</summary>
internal sealed class CommandDesk(TurnScope scope, RoomAuthor author)
{
    /// <summary>A member is removed when the room's code has failed on so many of its commands, within one membership.</summary>
    internal const int FaultsMax = 3;

    internal void Apply(RoomInput.Command input)
    {
        if (Turn(input) is not { } member)
        {
            return;
        }

        if (input.Payload is null)
        {
            Answer(member, input, Outcome.BadPayload, "The payload is no message of the room's command type.");
            return;
        }

        var hand = new CommandInHand();
        scope.Command = hand;
        author.OnCommand(member.Player, input.Payload);
        scope.Command = null;
        var outcome = hand.Rejection is null ? Outcome.Applied : Outcome.Rejected;
        Answer(member, input, outcome, hand.Rejection ?? "", hand.Reply);
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
            Answer(member, input, Outcome.StateLimit, "The room's state would have become too large.");
            return null;
        }

        Answer(member, input, Outcome.Failed, "The room failed on this command; nothing of it was done.");
        var record = Record(member);
        Set(member, record with { Faults = record.Faults + 1 });
        return record.Faults + 1 >= FaultsMax ? member : null;
    }

    internal void Seen(RoomInput.Seen input)
    {
        if (scope.Ledger.Roster.At(input.From) is { } member)
        {
            Set(member, Record(member).Seen(input.RepliesSeen.Value));
        }
    }

    /// <summary>The sender, when this is its next number; any other number is answered here.</summary>
    private Member? Turn(RoomInput.Command input)
    {
        if (scope.Ledger.Roster.At(input.From) is not { } member)
        {
            Refuse(input.From, RoomFrames.NotInRoom(scope.Birth, input.Seq.Value, 0));
            return null;
        }

        var record = Record(member).Seen(input.RepliesSeen.Value);
        Set(member, record);
        if (input.Seq.Value <= record.LastApplied)
        {
            scope.Output.Answer(input.From, record.Again(input.Seq.Value));
            return null;
        }

        if (input.Seq.Value > record.LastApplied + 1)
        {
            scope.Output.Answer(input.From, Gap(input.Seq.Value, record.LastApplied + 1));
            return null;
        }

        if (record.IsFull)
        {
            Refuse(input.From, RoomFrames.TooManyUnacknowledged(scope.Birth, input.Seq.Value));
            return null;
        }

        return member;
    }

    private static CommandResult Gap(ulong number, ulong expected) => new()
    {
        CommandSeq = number,
        Outcome = Outcome.Gap,
        Expected = expected,
        Reason = $"The room waits for number {expected}.",
    };

    private void Answer(
        Member member, RoomInput.Command input, Outcome outcome, string reason, Google.Protobuf.ByteString? reply = null)
    {
        var result = new CommandResult { CommandSeq = input.Seq.Value, Outcome = outcome, Reason = reason };
        if (reply is not null)
        {
            result.Reply = reply;
        }

        scope.Output.Answer(input.From, result);
        scope.Ledger = scope.Ledger with { CommandsApplied = scope.Ledger.CommandsApplied + 1 };
        if (scope.Ledger.Roster.Find(member.Number) is not null)
        {
            Set(member, Record(member).With(result));
        }
    }

    private CommandRecord Record(Member member) => scope.Ledger.Commands.GetValueOrDefault(member.Number, CommandRecord.Empty);

    private void Set(Member member, CommandRecord record)
    {
        if (!ReferenceEquals(record, Record(member)))
        {
            scope.Ledger = scope.Ledger with { Commands = scope.Ledger.Commands.SetItem(member.Number, record) };
        }
    }

    private void Refuse(MemberAddress to, ServerEnvelope envelope) => scope.Output.Say(new RoomEffect.ToMember(to, envelope));
}
