using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// The frames that go with a turn's update to single members: answers to their commands and events for them alone. Only to connections
/// that were attached when the turn began; those attached in the turn get theirs with the attachment. On the room's turn.
/// </summary>
internal sealed class MemberFrames(TurnScope scope, RoomSchema schema, IUpdateStream stream)
{
    private readonly HashSet<uint> _done = [];

    internal void Add(Roster before, Dictionary<uint, List<DirectEvent>>? direct, EffectList effects)
    {
        _done.Clear();
        var results = scope.Output.Results;
        for (var at = 0; at < results.Length; at++)
        {
            // A connection that holds its place by now and did so before is the usual one; only others must be looked for.
            var to = results[at].To;
            if (IsFirst(results, at) && (ReferenceEquals(before, scope.Ledger.Roster) || before.At(to) is not null))
            {
                var own = direct is not null && before.Find(results[at].Member) is { IsHere: true } member && member.Address == to
                    ? direct.GetValueOrDefault(results[at].Member)
                    : null;
                Add(to, results[at..], own, effects);
                if (own is not null)
                {
                    _done.Add(results[at].Member);
                }
            }
        }

        if (direct is not null)
        {
            AddEventsAlone(before, direct, effects);
        }
    }

    /// <summary>Of members that have sent no command.</summary>
    private void AddEventsAlone(Roster before, Dictionary<uint, List<DirectEvent>> direct, EffectList effects)
    {
        foreach (var (number, events) in direct)
        {
            if (!_done.Contains(number) && before.Find(number) is { IsHere: true } member)
            {
                Add(member.Address, [], events, effects);
            }
        }
    }

    private static bool IsFirst(ReadOnlySpan<TurnResult> results, int at)
    {
        for (var other = at - 1; other >= 0; other--)
        {
            if (results[other].Member == results[at].Member && results[other].To == results[at].To)
            {
                return false;
            }
        }

        return true;
    }

    private void Add(MemberAddress to, ReadOnlySpan<TurnResult> results, List<DirectEvent>? events, EffectList effects)
    {
        var target = effects.Bytes;
        var mark = target.Length;
        var element = target.BeginLength(ServerBatch.EnvelopesFieldNumber);
        var update = target.BeginLength(ServerEnvelope.MemberFieldNumber);
        target.WriteNumber(MemberUpdate.RoomFieldNumber, scope.Birth.Number.Value);
        target.WriteNumber(MemberUpdate.EpochFieldNumber, scope.Birth.Epoch.Value);
        target.WriteNumber(MemberUpdate.VersionFieldNumber, stream.LastPublished);
        foreach (var result in results)
        {
            if (result.Member == results[0].Member && result.To == to)
            {
                Write(result, target);
            }
        }

        for (var at = 0; at < (events?.Count ?? 0); at++)
        {
            target.WriteMessage(MemberUpdate.EventsFieldNumber, events![at]);
        }

        target.EndLength(update);
        target.EndLength(element);
        effects.ToMember(to, mark, schema);
    }

    private static void Write(TurnResult result, FrameWriter target)
    {
        if (result.Wordy is { } wordy)
        {
            target.WriteMessage(MemberUpdate.ResultsFieldNumber, wordy);
            return;
        }

        var applied = target.BeginLength(MemberUpdate.ResultsFieldNumber);
        target.WriteNumber(CommandResult.CommandSeqFieldNumber, result.Number);
        target.WriteNumber(CommandResult.OutcomeFieldNumber, (ulong)CommandResult.Types.Outcome.Applied);
        target.EndLength(applied);
    }
}
