using GameServer.Protocol.V1;
using Outcome = GameServer.Protocol.V1.CommandResult.Types.Outcome;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// What a room remembers of one member's commands, so that each is applied exactly once and answered as often as asked. Changed through
/// <see cref="CommandBook"/> only, which can put it back to where a turn began.
/// </summary>
internal sealed class CommandRecord
{
    /// <summary>Results kept at most; beyond, commands are refused with UNACKNOWLEDGED_LIMIT.</summary>
    internal const int ResultsMax = 64;

    /// <summary>Results that say more than that a command was applied, by its number. A turn that is undone may still need them.</summary>
    private Dictionary<ulong, CommandResult>? _wordy;

    private CommandMarks _now = new(0, 1, 0, null, 0);

    /// <summary>The highest number used up.</summary>
    internal ulong LastApplied => _now.LastApplied;

    /// <summary>How many of its commands the room's code failed on, within this membership.</summary>
    internal int Faults => _now.Faults;

    /// <summary>Where the client's stream of events begins; null once it has shown that it got the beginning.</summary>
    internal StreamStart? Unproven => _now.Unproven;

    /// <summary>No further result can be kept.</summary>
    internal bool IsFull => _now.LastApplied + 1 - _now.FirstKept >= ResultsMax;

    internal CommandMarks Marks => _now;

    /// <summary>Of the newest numbers, those the client has not said it saw; in order, without gaps.</summary>
    internal IEnumerable<CommandResult> Results
    {
        get
        {
            for (var number = _now.FirstKept; number <= _now.LastApplied; number++)
            {
                yield return ResultOf(number);
            }
        }
    }

    /// <summary>Whether <see cref="Seen"/> would change anything.</summary>
    internal bool HasNotSeen(ulong upTo) => _now.Unproven is not null || (upTo >= _now.FirstKept && _now.FirstKept <= _now.LastApplied);

    /// <summary>Forgets results that the client has seen. Whatever it says proves that it has got the beginning.</summary>
    internal void Seen(ulong upTo) => _now = _now with
    {
        FirstKept = Math.Max(_now.FirstKept, Math.Min(upTo, _now.LastApplied) + 1),
        Unproven = null,
    };

    /// <summary>The next number is used up.</summary>
    /// <param name="wordy">Null: applied, and nothing more to say.</param>
    internal void Use(CommandResult? wordy)
    {
        _now = _now with { LastApplied = _now.LastApplied + 1 };
        if (wordy is not null)
        {
            (_wordy ??= []).Add(_now.LastApplied, wordy);
        }
    }

    /// <summary>The session works under this generation: elder ones are not to come back. 0: another session holds the place.</summary>
    internal void Confirm(ulong generation) => _now = _now with { Confirmed = generation };

    /// <summary>What was recorded; results that were recorded before stay.</summary>
    internal void Restore(CommandMarks marks, IEnumerable<CommandResult> results)
    {
        foreach (var result in results)
        {
            (_wordy ??= [])[result.CommandSeq] = result;
        }

        var before = _now;
        _now = marks;
        Commit(before);
    }

    internal void Fault() => _now = _now with { Faults = _now.Faults + 1 };

    internal void Begin(StreamStart? start) => _now = _now with { Unproven = start };

    /// <summary>The result of a number already used, or FORGOTTEN.</summary>
    internal CommandResult Again(ulong number) => number >= _now.FirstKept && number <= _now.LastApplied
        ? ResultOf(number)
        : new CommandResult
        {
            CommandSeq = number,
            Outcome = Outcome.Forgotten,
            Reason = "Its result was dropped because the client had said that it saw it.",
        };

    /// <summary>Everything is as it was.</summary>
    internal void Undo(CommandMarks marks)
    {
        for (var number = marks.LastApplied + 1; number <= _now.LastApplied; number++)
        {
            _wordy?.Remove(number);
        }

        _now = marks;
    }

    /// <summary>The turn stands: what the client has seen since is not needed any more.</summary>
    internal void Commit(CommandMarks before)
    {
        for (var number = before.FirstKept; number < _now.FirstKept && _wordy?.Count > 0; number++)
        {
            _wordy.Remove(number);
        }
    }

    /// <summary>The result of a kept number, if it says more than that the command was applied.</summary>
    internal CommandResult? WordyResultOf(ulong number) => _wordy?.GetValueOrDefault(number);

    private CommandResult ResultOf(ulong number) => _wordy is not null && _wordy.TryGetValue(number, out var wordy)
        ? wordy
        : new CommandResult { CommandSeq = number, Outcome = Outcome.Applied };
}

/// <summary>All of a record but the words of its results.</summary>
/// <param name="LastApplied">The highest number used up.</param>
/// <param name="FirstKept">The lowest number whose result is kept; above the last applied: none is.</param>
/// <param name="Faults">Commands that the room's code failed on.</param>
/// <param name="Unproven">Where the client's stream of events begins, until it has shown that it got the beginning.</param>
/// <param name="Confirmed">The highest generation under which the member's session has sent something to the room.</param>
internal readonly record struct CommandMarks(ulong LastApplied, ulong FirstKept, int Faults, StreamStart? Unproven, ulong Confirmed);
