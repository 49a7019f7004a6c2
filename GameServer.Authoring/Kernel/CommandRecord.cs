using System.Collections.Immutable;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>What a room remembers of one member's commands, so that each is applied exactly once and answered as often as asked.</summary>
/// <param name="LastApplied">The highest number used up.</param>
/// <param name="Results">Of the newest numbers, those the client has not said it saw; in order, without gaps.</param>
/// <param name="Faults">How many of its commands the room's code failed on, within this membership.</param>
/// <param name="Unproven">Where the client's stream of events begins; null once it has shown that it got the beginning.</param>
internal sealed record CommandRecord(ulong LastApplied, ImmutableList<CommandResult> Results, int Faults, StreamStart? Unproven)
{
    /// <summary>Results kept at most; beyond, commands are refused with UNACKNOWLEDGED_LIMIT.</summary>
    internal const int ResultsMax = 64;

    internal static CommandRecord Empty { get; } = new(0, [], 0, null);

    internal bool IsFull => Results.Count >= ResultsMax;

    internal CommandRecord With(CommandResult result) =>
        this with { LastApplied = result.CommandSeq, Results = Results.Add(result) };

    /// <summary>Forgets results that the client has seen. Whatever it says proves that it has got the beginning.</summary>
    internal CommandRecord Seen(ulong upTo)
    {
        var count = 0;
        while (count < Results.Count && Results[count].CommandSeq <= upTo)
        {
            count++;
        }

        return count == 0 && Unproven is null ? this : this with { Results = Results.RemoveRange(0, count), Unproven = null };
    }

    /// <summary>The result of a number already used, or FORGOTTEN.</summary>
    internal CommandResult Again(ulong number)
    {
        var index = (long)number - (long)(LastApplied - (ulong)Results.Count) - 1;
        return index >= 0 && index < Results.Count
            ? Results[(int)index]
            : new CommandResult
            {
                CommandSeq = number,
                Outcome = CommandResult.Types.Outcome.Forgotten,
                Reason = "Its result was dropped because the client had said that it saw it.",
            };
    }
}
