using GameServer.Protocol.Identity;
using GameServer.Rooms;

namespace GameServer.Storage;

/// <summary>What changes of a roster come to: each player's last change.</summary>
internal static class RosterOutcome
{
    internal static IEnumerable<RosterChange> Of(IReadOnlyList<RosterChange> changes)
    {
        if (changes.Count <= 1)
        {
            return changes;
        }

        var last = new Dictionary<PlayerId, bool>();
        foreach (var change in changes)
        {
            last[change.Player] = change.Member;
        }

        return last.Select(each => new RosterChange(each.Key, each.Value));
    }
}
