using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// The command records of all members by player number. Changed in place, since a change per command is too much to copy for; what a turn
/// has touched is noted, so that it can be undone. On the room's turn.
/// </summary>
internal sealed class CommandBook
{
    private readonly Dictionary<uint, CommandRecord> _records = [];
    private readonly List<Change> _changes = [];
    private readonly HashSet<uint> _unrecorded = [];
    private ulong _usedBefore;

    /// <summary>Numbers used up by all members so far.</summary>
    internal ulong Used { get; private set; }

    /// <summary>The present turn has used a number up.</summary>
    internal bool HasUsedInTurn => Used != _usedBefore;

    internal CommandRecord? Find(uint number) => _records.GetValueOrDefault(number);

    /// <summary>The member's record, to be changed in the present turn.</summary>
    internal CommandRecord Touch(uint number)
    {
        if (!_records.TryGetValue(number, out var record))
        {
            record = new CommandRecord();
            _records.Add(number, record);
            _changes.Add(new Change(number, record, null));
        }
        else if (!IsNoted(record))
        {
            _changes.Add(new Change(number, record, record.Marks));
        }

        return record;
    }

    internal void CountUse() => Used++;

    internal void Remove(uint number)
    {
        if (_records.ContainsKey(number))
        {
            Touch(number);
            _records.Remove(number);
        }
    }

    /// <summary>The present turn records nothing: what it has changed goes with the next record.</summary>
    internal void LeaveUnrecorded()
    {
        foreach (var change in _changes)
        {
            _unrecorded.Add(change.Number);
        }
    }

    /// <summary>Writes what has changed since the last record; before <see cref="Commit"/>.</summary>
    internal void WriteChanges(FrameWriter target)
    {
        foreach (var change in _changes)
        {
            _unrecorded.Remove(change.Number);
            if (_records.TryGetValue(change.Number, out var record))
            {
                CommandRows.Write(change.Number, record, change.Before?.LastApplied ?? 0, target);
            }
        }

        foreach (var number in _unrecorded)
        {
            if (_records.TryGetValue(number, out var record))
            {
                CommandRows.Write(number, record, record.LastApplied, target);
            }
        }

        _unrecorded.Clear();
    }

    /// <summary>Writes all of it.</summary>
    internal void WriteAll(FrameWriter target)
    {
        foreach (var (number, record) in _records)
        {
            CommandRows.Write(number, record, 0, target);
        }
    }

    /// <summary>What was recorded of a member.</summary>
    internal void Restore(CommandRow row)
    {
        if (!_records.TryGetValue(row.PlayerNumber, out var record))
        {
            _records.Add(row.PlayerNumber, record = new CommandRecord());
        }

        CommandRows.Read(row, record);
    }

    internal void Forget(uint number) => _records.Remove(number);

    /// <summary>The turn has not happened.</summary>
    internal void Undo()
    {
        for (var at = _changes.Count - 1; at >= 0; at--)
        {
            var change = _changes[at];
            if (change.Before is { } marks)
            {
                change.Record.Undo(marks);
                _records[change.Number] = change.Record;
            }
            else
            {
                _records.Remove(change.Number);
            }
        }

        _changes.Clear();
        Used = _usedBefore;
    }

    /// <summary>The turn stands.</summary>
    internal void Commit()
    {
        foreach (var change in _changes)
        {
            if (change.Before is { } marks)
            {
                change.Record.Commit(marks);
            }
        }

        _changes.Clear();
        _usedBefore = Used;
    }

    // Few records are touched in one turn, and mostly the one that was touched last.
    private bool IsNoted(CommandRecord record)
    {
        for (var at = _changes.Count - 1; at >= 0; at--)
        {
            if (ReferenceEquals(_changes[at].Record, record))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A record as it was before the turn; without marks: there was none.</summary>
    private readonly record struct Change(uint Number, CommandRecord Record, CommandMarks? Before);
}
