using System.Collections.Immutable;
using GameServer.Protocol.Identity;

namespace GameServer.Authoring.Kernel;

/// <summary>Who is in the room. Immutable, so that a turn can be undone.</summary>
internal sealed record Roster
{
    private ImmutableSortedDictionary<uint, Member> _members = ImmutableSortedDictionary<uint, Member>.Empty;
    private ImmutableDictionary<PlayerId, uint> _numbers = ImmutableDictionary<PlayerId, uint>.Empty;

    /// <summary>Of members that are here; a session is one player's.</summary>
    private ImmutableDictionary<(NodeId Node, SessionId Session), uint> _here =
        ImmutableDictionary<(NodeId Node, SessionId Session), uint>.Empty;

    private IReadOnlyList<Player>? _players;

    /// <summary>Members that are here by their connections; asked for each command, made once per change of the roster.</summary>
    private Dictionary<MemberAddress, Member>? _present;

    internal static Roster Empty { get; } = new();

    internal int Count => _members.Count;

    internal uint NextNumber { get; private init; } = 1;

    /// <summary>Away members whose place is kept for a limited time.</summary>
    internal Agenda<uint, PlayerId> Graces { get; private init; } = Agenda<uint, PlayerId>.Empty;

    /// <summary>Some member is not away.</summary>
    internal bool AnyoneHere => !_here.IsEmpty;

    internal IEnumerable<Member> Members => _members.Values;

    /// <summary>In the order of their numbers; made once per change of the roster.</summary>
    internal IReadOnlyList<Player> Players => _players ??= [.. _members.Values.Select(member => member.Player)];

    internal Member? Find(uint number) => _members.GetValueOrDefault(number);

    internal Member? Find(PlayerId player) => _numbers.TryGetValue(player, out var number) ? _members[number] : null;

    /// <summary>The member whose present connection this is.</summary>
    internal Member? At(MemberAddress address) => (_present ??= Present()).GetValueOrDefault(address);

    /// <summary>A member is away whose place the session held last.</summary>
    internal bool IsAwayWith(SessionId session) => _members.Values.Any(each => !each.IsHere && each.Address.Session == session);

    /// <summary>The member whose place this connection holds, or an elder one of its session does.</summary>
    internal Member? UpTo(MemberAddress address) =>
        Holder(address) is { } member && address.IsOrFollows(member.Address) ? member : null;

    internal Roster WithNew(Player player, MemberAddress address, out Member member)
    {
        member = new Member(player with { Number = new PlayerNumber(NextNumber), IsHere = true }, address);
        return this with
        {
            _members = _members.Add(NextNumber, member),
            _numbers = _numbers.Add(player.Id, NextNumber),
            _here = _here.SetItem(Key(address), NextNumber),
            _players = null,
            _present = null,
            NextNumber = NextNumber + 1,
        };
    }

    /// <summary>The connection at the address holds the member's place from now on.</summary>
    internal Roster WithHere(Member member, MemberAddress address, out Member changed)
    {
        changed = new Member(member.Player with { IsHere = true }, address);
        return this with
        {
            _members = _members.SetItem(member.Number, changed),
            _here = _here.Remove(Key(member.Address)).SetItem(Key(address), member.Number),
            _players = null,
            _present = null,
            Graces = Graces.Without(member.Number),
        };
    }

    /// <summary>Nobody holds the member's place; it is kept until the time, or without limit.</summary>
    internal Roster WithAway(Member member, DateTimeOffset? until, out Member changed)
    {
        changed = member with { Player = member.Player with { IsHere = false } };
        return this with
        {
            _members = _members.SetItem(member.Number, changed),
            _here = _here.Remove(Key(member.Address)),
            _players = null,
            _present = null,
            Graces = until is { } due ? Graces.With(member.Number, due, member.Player.Id) : Graces.Without(member.Number),
        };
    }

    /// <summary>As it was recorded: nobody holds the member's place in a new activation.</summary>
    internal Roster WithRecorded(Member member, DateTimeOffset? until)
    {
        var other = _members.GetValueOrDefault(member.Number)?.Player.Id ?? member.Player.Id;
        if (member.Number == 0 || other != member.Player.Id || _numbers.GetValueOrDefault(other, member.Number) != member.Number)
        {
            throw new RoomHistoryException($"Member {member.Number} is recorded under two identities, or {other} under two numbers.");
        }

        return (this with { _numbers = _numbers.SetItem(other, member.Number) }).WithAway(member, until, out _);
    }

    /// <summary>As it was recorded.</summary>
    internal Roster WithNextNumber(uint next) => this with { NextNumber = next };

    internal Roster Without(Member member) => this with
    {
        _members = _members.Remove(member.Number),
        _numbers = _numbers.Remove(member.Player.Id),
        _here = _here.Remove(Key(member.Address)),
        _players = null,
        _present = null,
        Graces = Graces.Without(member.Number),
    };

    private static (NodeId Node, SessionId Session) Key(MemberAddress address) => (address.Node, address.Session);

    private Dictionary<MemberAddress, Member> Present() =>
        _members.Values.Where(member => member.IsHere).ToDictionary(member => member.Address);

    private Member? Holder(MemberAddress address) => _here.TryGetValue(Key(address), out var number) ? _members[number] : null;
}
