using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GameServer.Bench.Baseline;

/// <summary>The groups by name. Used from any thread.</summary>
internal sealed class BaselineGroups
{
    private readonly ConcurrentDictionary<string, BaselineGroup> _groups = new();

    internal BaselineGroup Of(string name) => _groups.GetOrAdd(name, _ => new BaselineGroup());
}

/// <summary>Who gets each message of a group. Used from any thread.</summary>
internal sealed class BaselineGroup
{
    private ImmutableArray<BaselineMember> _members = [];

    internal ImmutableArray<BaselineMember> Members => _members;

    internal void Add(BaselineMember member) => ImmutableInterlocked.Update(ref _members, members => members.Add(member));

    internal void Remove(BaselineMember member) => ImmutableInterlocked.Update(ref _members, members => members.Remove(member));
}
