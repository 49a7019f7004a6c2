using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>What has come of one member's commands, as a row of a room's log. On the room's turn.</summary>
internal static class CommandRows
{
    /// <param name="number">The member's.</param>
    /// <param name="record">What is to be written.</param>
    /// <param name="recorded">Results up to this number are in the log already.</param>
    /// <param name="target">Takes a row of a TurnRecord.</param>
    internal static void Write(uint number, CommandRecord record, ulong recorded, FrameWriter target)
    {
        var marks = record.Marks;
        var row = target.BeginLength(TurnRecord.CommandsFieldNumber);
        target.WriteNumber(CommandRow.PlayerNumberFieldNumber, number);
        target.WriteNumber(CommandRow.LastAppliedFieldNumber, marks.LastApplied);
        target.WriteNumber(CommandRow.FirstKeptFieldNumber, marks.FirstKept);
        target.WriteNumber(CommandRow.FaultsFieldNumber, (ulong)marks.Faults);
        for (var result = Math.Max(recorded + 1, marks.FirstKept); result <= marks.LastApplied; result++)
        {
            if (record.WordyResultOf(result) is { } wordy)
            {
                target.WriteMessage(CommandRow.ResultsFieldNumber, wordy);
            }
        }

        if (marks.Unproven is { } start)
        {
            var at = target.BeginLength(CommandRow.StartFieldNumber);
            target.WriteNumber(StreamStartRow.VersionFieldNumber, start.Version);
            target.WriteNumber(StreamStartRow.SharedEventsFieldNumber, (ulong)start.SharedEvents);
            target.EndLength(at);
        }

        target.WriteNumber(CommandRow.ConfirmedFieldNumber, marks.Confirmed);
        target.EndLength(row);
    }

    internal static void Read(CommandRow row, CommandRecord record)
    {
        var next = row.LastApplied + 1;
        if (row.FirstKept == 0 || row.FirstKept > next || next - row.FirstKept > CommandRecord.ResultsMax)
        {
            throw new RoomHistoryException(
                $"Member {row.PlayerNumber} can't have results from {row.FirstKept} to {row.LastApplied}: "
                + $"at most {CommandRecord.ResultsMax} are kept.");
        }

        if (row.Results.Any(result => result.CommandSeq < row.FirstKept || result.CommandSeq > row.LastApplied))
        {
            throw new RoomHistoryException($"Member {row.PlayerNumber} has the result of a command that it can't have.");
        }

        var start = row.Start is { } at ? new StreamStart(at.Version, checked((int)at.SharedEvents)) : (StreamStart?)null;
        record.Restore(new CommandMarks(row.LastApplied, row.FirstKept, checked((int)row.Faults), start, row.Confirmed), row.Results);
    }
}
