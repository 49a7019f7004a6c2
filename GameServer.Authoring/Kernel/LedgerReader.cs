using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// Applies what was recorded of a room beside its state, as <see cref="LedgerWriter"/> has written it. Before the first turn.
/// </summary>
internal sealed class LedgerReader(TurnScope scope)
{
    private const int NameCharsMax = 1024;

    private readonly HashSet<uint> _here = [];
    private RoomLedger _ledger = new();
    private ulong _tick;
    private TurnRecord? _last;

    internal void Read(TurnRecord turn)
    {
        if (_last is { HasEnded: true })
        {
            throw new RoomHistoryException($"Version {turn.Version} comes after the room's end.");
        }

        _last = turn;
        scope.MoveTo(RecordTime.Read(turn.Time));
        foreach (var row in turn.Members)
        {
            Read(row);
        }

        foreach (var row in turn.Commands)
        {
            Read(row);
        }

        foreach (var row in turn.Timers)
        {
            var timers = _ledger.Timers;
            timers = row.Removed ? timers.Without(row.Key) : timers.With(row.Key, RecordTime.Read(row.Due), row.Command);
            _ledger = _ledger with { Timers = timers };
        }

        foreach (var row in turn.Seats)
        {
            var player = row.HasPlayerId ? new PlayerId(row.PlayerId) : (PlayerId?)null;
            var seats = row.Removed ? _ledger.Seats.Without(row.Seat) : _ledger.Seats.With(row.Seat, RecordTime.Read(row.Until), player);
            _ledger = _ledger with { Seats = seats };
        }

        ReadRest(turn);
    }

    /// <summary>The scope goes on from what was read.</summary>
    internal void End()
    {
        if (_last is { HasEnded: true })
        {
            throw new RoomHistoryException($"The room has ended: {_last.Ended}");
        }

        if (_ledger.Roster.Members.Any(member => member.Number >= _ledger.Roster.NextNumber))
        {
            throw new RoomHistoryException($"The next member's number would be {_ledger.Roster.NextNumber}, which was given before.");
        }

        scope.Restore(_ledger with { Stranded = [.. _here] }, _tick);
    }

    private void ReadRest(TurnRecord turn)
    {
        if (turn.Properties is { } properties)
        {
            scope.Properties.Replace(new Dictionary<string, string>(properties.Values));
        }

        if (turn.Random is { } random)
        {
            scope.Random.Position = new RandomPosition(random.S0, random.S1, random.S2, random.S3);
        }

        if (turn.NextPlayerNumber > 0)
        {
            _ledger = _ledger with { Roster = _ledger.Roster.WithNextNumber(turn.NextPlayerNumber) };
        }

        _ledger = _ledger with { EmptySince = turn.EmptySince == 0 ? null : RecordTime.Read(turn.EmptySince) };
        _tick = turn.Tick;
    }

    private void Read(MemberRow row)
    {
        var roster = _ledger.Roster;
        _here.Remove(row.PlayerNumber);
        if (row.Removed)
        {
            scope.Commands.Forget(row.PlayerNumber);
            _ledger = roster.Find(row.PlayerNumber) is { } gone ? _ledger with { Roster = roster.Without(gone) } : _ledger;
            return;
        }

        if (row.PlayerId.Length is 0 or > NameCharsMax)
        {
            throw new RoomHistoryException($"Member {row.PlayerNumber} has no identity.");
        }

        var player = new Player(
            new PlayerId(row.PlayerId), new PlayerNumber(row.PlayerNumber), row.Name, row.Rights.ToHashSet(), row.IsGuest)
        {
            IsHere = false,
        };
        var address = new MemberAddress(new NodeId(row.Node), new SessionId(row.SessionId), new Generation(row.Generation));
        var until = row.HasGraceUntil ? RecordTime.Read(row.GraceUntil) : (DateTimeOffset?)null;
        _ledger = _ledger with { Roster = roster.WithRecorded(new Member(player, address), until) };
        if (row.IsHere)
        {
            _here.Add(row.PlayerNumber);
        }
    }

    private void Read(CommandRow row)
    {
        if (_ledger.Roster.Find(row.PlayerNumber) is null)
        {
            throw new RoomHistoryException($"Commands of {row.PlayerNumber} are recorded, who is no member.");
        }

        scope.Commands.Restore(row);
    }
}
