using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Client.Core;

/// <summary>
/// The commands of one member in one room that have no result yet, in order; what makes them exactly-once on the client's side.
/// Every transmission is answered once per connection, so a command is sent again only after its last transmission was refused.
/// Pure: the caller says what time it is and sends what it is given.
/// </summary>
internal sealed class CommandWindow
{
    private const long PauseMinMs = 20;

    private readonly List<PendingCommand> _pending = [];
    private readonly List<(ulong Seq, PendingCommand Command)> _unanswered = [];
    private ulong _first = 1;
    private bool _attached;
    private long _pausedUntilMs;

    /// <summary>Every result up to this number has been received.</summary>
    internal CommandSeq RepliesSeen => new(_first - 1);

    internal int Count => _pending.Count;

    /// <summary>When a pause asked for by the server ends; null without one.</summary>
    internal long? ResumesAtMs(long nowMs) => _attached && _pending.Count > 0 && _pausedUntilMs > nowMs ? _pausedUntilMs : null;

    internal void Add(PendingCommand command) => _pending.Add(command);

    /// <summary>The connection is gone: nothing is sent until the room is attached again.</summary>
    internal void Detach()
    {
        _attached = false;
        _unanswered.Clear();
    }

    /// <summary>The room says how far it has come: what is above is sent again, what is below only waits for its result.</summary>
    internal IReadOnlyList<(PendingCommand Command, Verdict Verdict)> Attach(ulong lastApplied)
    {
        Detach();
        _attached = true;
        _pausedUntilMs = 0;
        var unknown = ForgetForeign(lastApplied);
        ForgetUndone(lastApplied);
        // A room that came back older waits for numbers whose results were seen: what is pending takes those numbers now.
        if (_pending.Count == 0 || _first > lastApplied + 1)
        {
            _first = lastApplied + 1;
        }

        for (var index = 0; index < _pending.Count; index++)
        {
            if (_pending[index].Phase != PendingPhase.Answered)
            {
                _pending[index].Phase = SeqAt(index) <= lastApplied ? PendingPhase.Applied : PendingPhase.Waiting;
            }
        }

        return unknown;
    }

    /// <summary>How many commands were answered whose numbers are above; to be asked before <see cref="Attach"/>.</summary>
    internal int CountUndone(ulong lastApplied)
    {
        var seen = _first - 1 > lastApplied ? (int)(_first - 1 - lastApplied) : 0;
        return seen + _pending.Where((command, index) => command.Phase == PendingPhase.Answered && SeqAt(index) > lastApplied).Count();
    }

    /// <summary>The commands to send now, in order; they count as sent.</summary>
    internal IEnumerable<(CommandSeq Seq, PendingCommand Command)> TakeDue(long nowMs, uint unacknowledgedMax)
    {
        if (!_attached || nowMs < _pausedUntilMs)
        {
            yield break;
        }

        for (var index = 0; index < _pending.Count && (uint)index < unacknowledgedMax; index++)
        {
            var command = _pending[index];
            if (command.Phase != PendingPhase.Waiting)
            {
                continue;
            }

            command.Phase = PendingPhase.Sent;
            command.WasSent = true;
            _unanswered.Add((SeqAt(index), command));
            yield return (new CommandSeq(SeqAt(index)), command);
        }
    }

    /// <summary>The same as frames, to which the room is to be added.</summary>
    internal IEnumerable<Command> TakeFramesDue(long nowMs, uint unacknowledgedMax) => TakeDue(nowMs, unacknowledgedMax).Select(
        due => new Command
        {
            CommandSeq = due.Seq.Value,
            RepliesSeen = RepliesSeen.Value,
            Payload = due.Command.Payload,
            Traceparent = due.Command.TraceParent,
        });

    /// <summary>A result from the room.</summary>
    internal WindowAnswer Take(CommandResult result)
    {
        var transmitted = TakeTransmission(result.CommandSeq);
        if (result.Outcome == CommandResult.Types.Outcome.Gap)
        {
            if (transmitted is null)
            {
                return WindowAnswer.Nothing;
            }

            transmitted.Phase = PendingPhase.Waiting;
            // The room waits for a number whose result this client has seen: only a new attach tells how far it really is.
            return result.Expected < _first ? WindowAnswer.OutOfStep : WindowAnswer.SendAgain;
        }

        var command = At(result.CommandSeq);
        if (command is null || command.Phase == PendingPhase.Answered || (transmitted is not null && transmitted != command))
        {
            return WindowAnswer.Nothing;
        }

        return Finish(command, new Verdict(OutcomeOf(result.Outcome), result.HasReply ? result.Reply : null, result.Reason));
    }

    /// <summary>A refusal at the door: the number stays unused.</summary>
    internal WindowAnswer Refuse(Error error, long nowMs)
    {
        if (TakeTransmission(error.CommandSeq) is not { } command)
        {
            return WindowAnswer.Nothing;
        }

        if (Passes(error))
        {
            command.Phase = PendingPhase.Waiting;
            _pausedUntilMs = Math.Max(_pausedUntilMs, nowMs + Math.Max(error.RetryAfterMs, PauseMinMs));
            return WindowAnswer.SendAgain;
        }

        // Those behind it move up and take its number; their transmissions under the old numbers are answered with GAP.
        _pending.Remove(command);
        return new WindowAnswer.Told(command, Verdict.Of(CommandOutcome.Refused, error.Message));
    }

    /// <summary>No answer will come any more.</summary>
    internal IReadOnlyList<(PendingCommand Command, Verdict Verdict)> End(string reason)
    {
        var ended = _pending
            .Where(command => command.Phase != PendingPhase.Answered)
            .Select(command => (command, Verdict.Of(command.WasSent ? CommandOutcome.Unknown : CommandOutcome.NotSent, reason)))
            .ToList();
        _pending.Clear();
        Detach();
        return ended;
    }

    private static bool Passes(Error error) =>
        error.Retry == Error.Types.Retry.Later || error.Code is ErrorCode.RateLimited or ErrorCode.Busy or ErrorCode.UnacknowledgedLimit;

    /// <summary>Numbers that were never sent from here but are applied: another connection of the player used them.</summary>
    private List<(PendingCommand Command, Verdict Verdict)> ForgetForeign(ulong lastApplied)
    {
        var sent = _pending.FindLastIndex(command => command.WasSent) + 1;
        if (lastApplied < _first + (ulong)sent)
        {
            return [];
        }

        var unknown = _pending.Take(sent)
            .Where(command => command.Phase != PendingPhase.Answered)
            .Select(command => (command, Verdict.Of(CommandOutcome.Unknown, "Another connection of this player has sent commands.")))
            .ToList();
        _pending.RemoveRange(0, sent);
        _first = lastApplied + 1;
        return unknown;
    }

    /// <summary>What was told already and is undone now leaves no hole in the numbers.</summary>
    private void ForgetUndone(ulong lastApplied)
    {
        for (var index = _pending.Count - 1; index >= 0 && SeqAt(index) > lastApplied; index--)
        {
            if (_pending[index].Phase == PendingPhase.Answered)
            {
                _pending.RemoveAt(index);
            }
        }
    }

    private WindowAnswer Finish(PendingCommand command, Verdict verdict)
    {
        command.Phase = PendingPhase.Answered;
        var done = _pending.FindIndex(other => other.Phase != PendingPhase.Answered);
        done = done < 0 ? _pending.Count : done;
        _pending.RemoveRange(0, done);
        _first += (ulong)done;
        return new WindowAnswer.Told(command, verdict);
    }

    private PendingCommand? TakeTransmission(ulong seq)
    {
        var index = _unanswered.FindIndex(sent => sent.Seq == seq);
        if (index < 0)
        {
            return null;
        }

        var command = _unanswered[index].Command;
        _unanswered.RemoveAt(index);
        return command;
    }

    private ulong SeqAt(int index) => _first + (ulong)index;

    private PendingCommand? At(ulong seq) => seq >= _first && seq - _first < (ulong)_pending.Count ? _pending[(int)(seq - _first)] : null;

    private static CommandOutcome OutcomeOf(CommandResult.Types.Outcome outcome) => outcome switch
    {
        CommandResult.Types.Outcome.Applied => CommandOutcome.Applied,
        CommandResult.Types.Outcome.Rejected => CommandOutcome.Rejected,
        CommandResult.Types.Outcome.Failed => CommandOutcome.Failed,
        CommandResult.Types.Outcome.BadPayload => CommandOutcome.BadPayload,
        CommandResult.Types.Outcome.StateLimit => CommandOutcome.StateLimit,
        CommandResult.Types.Outcome.Forgotten => CommandOutcome.Forgotten,
        CommandResult.Types.Outcome.Gap or CommandResult.Types.Outcome.Unspecified => CommandOutcome.Unknown,
    };
}

/// <summary>What an answer from the server did to the window.</summary>
internal abstract record WindowAnswer
{
    private WindowAnswer()
    {
    }

    internal static readonly WindowAnswer Nothing = new Ignored();
    internal static readonly WindowAnswer SendAgain = new Again();
    internal static readonly WindowAnswer OutOfStep = new Lost();

    /// <summary>A repeated or late answer.</summary>
    internal sealed record Ignored : WindowAnswer;

    /// <summary>Something waits to be sent again, now or after a pause.</summary>
    internal sealed record Again : WindowAnswer;

    /// <summary>Client and room disagree about the numbers; resuming settles it.</summary>
    internal sealed record Lost : WindowAnswer;

    /// <summary>A command has its verdict.</summary>
    internal sealed record Told(PendingCommand Command, Verdict Verdict) : WindowAnswer;
}
