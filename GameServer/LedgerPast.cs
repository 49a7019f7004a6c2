using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer;

/// <summary>What a room had beside its state at one version: the sum of the rows that its turns recorded. Belongs to the caller.</summary>
internal sealed class LedgerPast
{
    private readonly List<TimerRow> _timers = [];
    private readonly SortedDictionary<uint, MemberRow> _members = [];
    private RandomRow? _random;
    private ulong _tick;
    private uint _nextPlayerNumber;

    /// <summary>In the order of their numbers.</summary>
    internal IReadOnlyCollection<MemberRow> Members => _members.Values;

    /// <summary>Those that are due together fire in this order.</summary>
    internal IReadOnlyList<TimerRow> Timers => _timers;

    /// <summary>As they were last changed; null: as the room was made.</summary>
    internal PropertiesRow? Properties { get; private set; }

    /// <summary>Why the room has ended; null: it has not.</summary>
    internal string? Ended { get; private set; }

    /// <summary>Of the last turn.</summary>
    internal DateTimeOffset Time { get; private set; }

    internal void Take(TurnRecord turn)
    {
        Time = new DateTimeOffset(DateTime.UnixEpoch.AddTicks(turn.Time));
        foreach (var member in turn.Members)
        {
            _members.Remove(member.PlayerNumber);
            if (!member.Removed)
            {
                _members.Add(member.PlayerNumber, member);
            }
        }

        foreach (var timer in turn.Timers)
        {
            _timers.RemoveAll(elder => elder.Key == timer.Key);
            if (!timer.Removed)
            {
                _timers.Add(timer);
            }
        }

        Properties = turn.Properties ?? Properties;
        _random = turn.Random ?? _random;
        _tick = Math.Max(_tick, turn.Tick);
        _nextPlayerNumber = turn.NextPlayerNumber > 0 ? turn.NextPlayerNumber : _nextPlayerNumber;
        Ended = turn.HasEnded ? turn.Ended : Ended;
    }

    /// <summary>The ledger that another room begins with: without members, their commands and reserved seats, empty from now on.</summary>
    internal TurnRecord ToFork(RoomVersion version, long now) => new()
    {
        Version = version.Value,
        Time = (Time - DateTimeOffset.UnixEpoch).Ticks,
        Timers = { _timers },
        Properties = Properties,
        Random = _random,
        Tick = _tick,
        NextPlayerNumber = _nextPlayerNumber,
        EmptySince = now,
    };
}
