using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;
using GameServer.Protocol.Identity;

namespace GameServer.Rooms;

/// <summary>
/// What a durable room has given to its committer and what of it is stored. A committed room appends what each turn records and saves a
/// snapshot now and then; a periodic one saves snapshots only. Used on the room's turn.
/// </summary>
internal sealed class RoomSaver(
    RoomType type, RoomId room, IRoomKernel kernel, ActorRef committer, ActorRef self, IAnnouncer announcer)
{
    private readonly bool _isCommitted = type.Settings.Durability is Durability.CommittedDurability;
    private readonly SnapshotPace _pace = new();
    private readonly List<RosterChange> _unsavedRoster = [];
    private CommitMessage.Save? _snapshot;
    private IReadOnlyList<Announcement> _announcements = [];
    private bool _hasBegun;
    private bool _hasSaved;
    private bool _isEndGiven;
    private bool _isEndStored;

    /// <summary>What the committer was given leads to this version.</summary>
    internal RoomVersion Given { get; private set; }

    /// <summary>Of the room's row: all up to it is stored.</summary>
    internal RoomVersion Stored { get; private set; }

    /// <summary>Output that rests on this version may leave; null: none may.</summary>
    internal RoomVersion? Leavable => IsEndAwaited ? null : Stored;

    /// <summary>Of a room without a log: there is something that is in no snapshot yet.</summary>
    internal bool IsUnsaved =>
        !_isCommitted && !_isEndGiven && (kernel.Version != Given || _unsavedRoster.Count > 0 || HasNoSnapshot);

    /// <summary>The committer owes no answer that something waits for.</summary>
    internal bool IsSettled => Given == Stored && !IsSaving && !IsEndAwaited;

    /// <summary>A snapshot that something waits for is on its way.</summary>
    internal bool IsSaving { get; private set; }

    // What a volatile room came with was taken out of the store: though nothing has happened since, it cannot move on without a snapshot.
    private bool HasNoSnapshot => !type.IsDurable && _hasBegun && !_hasSaved;

    // The end of a periodic room is in its last snapshot, whatever that one's version.
    private bool IsEndAwaited => _isEndGiven && !_isEndStored;

    /// <summary>The room was loaded from what is stored, or made: null.</summary>
    internal void Begin(StoredRoom? stored)
    {
        (Given, Stored) = (stored?.Version ?? default, stored?.Version ?? default);
        _hasBegun = stored is { History.Snapshot.IsEmpty: false };
        foreach (var record in stored?.History.Records ?? [])
        {
            // A room that often moves on never gets a snapshot otherwise, and takes longer each time.
            _pace.Recorded(record.Turns.Length);
        }
    }

    /// <summary>A turn has run: gives on what it recorded. Whether its output must wait until <see cref="Given"/> is stored.</summary>
    internal bool Turned(EffectList effects, TurnSpans? spans)
    {
        _hasBegun = true;
        if (effects.Ended)
        {
            _announcements = announcer.Closed(kernel, effects.ClosedBecause!, effects.At);
        }

        if (_isCommitted)
        {
            Append(effects, spans);
            return Given.Value > Stored.Value;
        }

        _unsavedRoster.AddRange(RosterOf(effects));
        if (effects.Ended)
        {
            _isEndGiven = true;
            Save(effects.At);
        }

        return IsEndAwaited;
    }

    /// <summary>Gives on a snapshot of the room as it is.</summary>
    internal void Save(DateTimeOffset now)
    {
        Given = kernel.Version;
        committer.TellAlways(NewSave(now));
        (IsSaving, _hasSaved) = (true, true);
        _unsavedRoster.Clear();
    }

    internal void Committed(RoomVersion version)
    {
        Stored = version;
        if (_snapshot is { } snapshot && snapshot.Snapshot.Version.Value <= version.Value)
        {
            // Nothing waits for it: if it is lost, the log is longer.
            committer.TellAlways(snapshot);
            _snapshot = null;
        }
    }

    internal void Saved(CommitAnswer.Saved saved)
    {
        IsSaving = false;
        _isEndStored |= saved.Ended;
        if (saved.Version.Value > Stored.Value)
        {
            Stored = saved.Version;
        }
    }

    private void Append(EffectList effects, TurnSpans? spans)
    {
        if (effects.Record.IsEmpty)
        {
            return;
        }

        var roster = RosterOf(effects);
        var append = new RoomAppend(
            room, kernel.Epoch, effects.BaseVersion, effects.Version, effects.Record, effects.At, roster, effects.Ended)
        {
            Announcements = _announcements,
        };
        Given = effects.Version;
        committer.TellAlways(new CommitMessage.Append(self, append) { Spans = spans });
        _pace.Recorded(effects.Record.Length);
        if (_snapshot is null && _pace.IsDue(kernel.StateBytes) && !kernel.IsClosed)
        {
            _snapshot = NewSave(effects.At);
            _pace.Taken();
        }
    }

    private CommitMessage.Save NewSave(DateTimeOffset now) => new(
        self,
        new SnapshotSave(
            room,
            kernel.Epoch,
            kernel.Version,
            type.Settings.Version,
            kernel.Snapshot(),
            now,
            [.. _unsavedRoster],
            Ended: _isEndGiven,
            IsOnlyOne: !_isCommitted)
        {
            Announcements = _announcements,
        });

    private static IReadOnlyList<RosterChange> RosterOf(EffectList effects)
    {
        List<RosterChange>? roster = null;
        foreach (var effect in effects)
        {
            if (effect is RoomEffect.RosterChanged changed)
            {
                (roster ??= []).Add(new RosterChange(changed.Player, changed.Member));
            }
        }

        return roster is null ? [] : roster;
    }
}
