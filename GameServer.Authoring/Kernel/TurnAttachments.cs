using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// What leaves after a turn's update: connections that begin to receive the room, snapshots, and everything else that was said, in order.
/// On the room's turn.
/// </summary>
internal sealed class TurnAttachments(TurnScope scope, RoomSchema schema, IUpdateStream stream)
{
    private readonly RoomFrames _frames = new(scope.Birth, stream.Fingerprint);
    private readonly MissedReplay _missed = new(scope, stream);

    /// <summary>A connection that begins anew gets this turn's update from its beginning, not on top of where it was.</summary>
    /// <returns>The roster without them.</returns>
    internal Roster DetachAnew(Roster before, EffectList effects)
    {
        var anew = scope.Output.Sayings.OfType<TurnSaying.Attachment>().Select(attachment => attachment.Member)
            .Where(member => before.At(member.Address)?.Number == member.Number).DistinctBy(member => member.Address).ToList();
        foreach (var member in anew)
        {
            effects.Add(new RoomEffect.Detached(member.Address, member.Player.Id, Gone: false));
            before = before.WithAway(member, null, out _);
        }

        return before;
    }

    internal void Add(Roster before, EffectList effects)
    {
        HashSet<MemberAddress> haveSnapshot = [];
        foreach (var saying in scope.Output.Sayings)
        {
            switch (saying)
            {
                case TurnSaying.Effect effect:
                    effects.Add(effect.Value);
                    break;
                case TurnSaying.Attachment attachment:
                    Attach(attachment, before, haveSnapshot, effects);
                    break;
                case TurnSaying.SnapshotFor wanted when haveSnapshot.Add(wanted.Member):
                    effects.Add(new RoomEffect.ToMember(wanted.Member, stream.Snapshot()));
                    break;
                case TurnSaying.SnapshotFor:
                    break;
            }
        }
    }

    private void Attach(TurnSaying.Attachment attachment, Roster before, HashSet<MemberAddress> haveSnapshot, EffectList effects)
    {
        var (member, input) = (attachment.Member, attachment.Input);
        var missed = input.Position is { } position ? _missed.Since(position, input) : null;
        var since = missed is null ? _missed.Since(attachment.Start.Version, input) : missed;
        if (since is MissedUpdates.Gone && _missed.MayBeLogged(input))
        {
            var after = new RoomVersion(input.Position?.Version.Value ?? attachment.Start.Version);
            var upTo = new RoomVersion(stream.LastPublished);
            scope.Reading.Add(member.Address);
            effects.Add(new RoomEffect.ReplayWanted(input with { Replay = null, ReplayUpTo = upTo }, after, upTo));
            return;
        }

        var record = scope.Commands.Find(member.Number);
        var frame = _frames.Attached(member, stream.LastPublished, record?.LastApplied ?? 0, input.RequestId);
        var events = missed is MissedUpdates.Kept ? [] : _missed.Events(attachment, member.Number);
        frame.Attached.EventsLost = missed is MissedUpdates.Gone || events is null;
        if (missed is MissedUpdates.Foreign)
        {
            frame.Attached.Rewound = new Rewound { Version = stream.LastPublished, LastApplied = record?.LastApplied ?? 0 };
        }

        effects.Add(new RoomEffect.Attached(member.Address, member.Player.Id, member.Player.Number, input.RequestId)
        {
            RewoundEpoch = frame.Attached.Rewound is null ? 0 : frame.Attached.Epoch,
        });
        effects.Add(new RoomEffect.ToMember(member.Address, frame));
        var own = _frames.MemberUpdate(stream.LastPublished);
        own.Results.AddRange((record?.Results ?? []).Where(result => result.CommandSeq > input.RepliesSeen.Value));
        own.Results.AddRange(NotKept(member.Address, before, own.Results));
        if (missed is MissedUpdates.Kept kept)
        {
            Say(own, member, effects);
            Replay(kept.Updates, member, effects);
            haveSnapshot.Remove(member.Address);
        }
        else
        {
            own.Events.AddRange(events ?? []);
            Say(own, member, effects);
            effects.Add(new RoomEffect.ToMember(member.Address, stream.Snapshot()));
            haveSnapshot.Add(member.Address);
        }
    }

    /// <summary>Answers of this turn that the record does not hold, such as a gap.</summary>
    private List<CommandResult> NotKept(MemberAddress address, Roster before, IEnumerable<CommandResult> kept)
    {
        List<CommandResult> answers = [];
        if (before.At(address) is not null)
        {
            return answers;
        }

        var known = kept.Select(result => result.CommandSeq).ToHashSet();
        foreach (var answer in scope.Output.Results)
        {
            if (answer.To == address && known.Add(answer.Number))
            {
                answers.Add(answer.ToResult());
            }
        }

        return answers;
    }

    private void Replay(IReadOnlyList<PublishedUpdate> updates, Member member, EffectList effects)
    {
        foreach (var update in updates)
        {
            var own = _frames.MemberUpdate(update.Version);
            own.Events.AddRange(update.DirectFor(member.Number));
            Say(own, member, effects);
            var mark = effects.Bytes.Length;
            effects.Bytes.WriteRaw(update.Element.Span);
            effects.ToMember(member.Address, mark, schema);
        }
    }

    private void Say(MemberUpdate update, Member member, EffectList effects)
    {
        if (update.Results.Count + update.Events.Count > 0)
        {
            var frame = new OutgoingFrame(new ServerEnvelope { Member = update }, schema.State, schema.Event);
            effects.Add(new RoomEffect.ToMember(member.Address, frame));
        }
    }
}
