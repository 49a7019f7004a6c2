using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// Turns what a turn has gathered into effects, in the order in which clients must get them: what single members get with the update,
/// the update, then the rest; connections attached in the turn begin at the state that the turn ended with.
/// </summary>
internal sealed class TurnRelease(TurnScope scope, IUpdateStream stream)
{
    private readonly RoomFrames _frames = new(scope.Birth, stream.Fingerprint);

    /// <param name="before">The roster at the start of the turn: its connections receive the turn's update.</param>
    /// <param name="patch">What the turn changed of the state.</param>
    /// <param name="effects">Takes the effects.</param>
    internal void Release(Roster before, StatePatch? patch, List<RoomEffect> effects)
    {
        var output = scope.Output;
        RoomUpdate? update = null;
        Dictionary<uint, List<DirectEvent>> direct = [];
        if (patch is not null || output.Events.Count > 0)
        {
            direct = Direct(output.Events);
            var shared = output.Events.Where(roomEvent => roomEvent.To == 0).Select(roomEvent => roomEvent.Payload);
            update = stream.Publish(patch, shared, direct, scope.Now);
        }

        // A connection that begins anew gets this turn's update from its beginning, not on top of where it was.
        var anew = output.Sayings.OfType<TurnSaying.Attachment>().Select(attachment => attachment.Member)
            .Where(member => before.At(member.Address)?.Number == member.Number).DistinctBy(member => member.Address).ToList();
        effects.AddRange(anew.Select(member => new RoomEffect.Detached(member.Address, member.Player.Id, Gone: false)));
        before = anew.Aggregate(before, (roster, member) => roster.WithAway(member, null, out _));
        effects.AddRange(MemberUpdates(before, direct).Select(member => Envelope(member.Key, member.Value)));
        if (update is not null)
        {
            effects.Add(new RoomEffect.Publish(update));
        }

        HashSet<MemberAddress> haveSnapshot = [];
        foreach (var saying in output.Sayings)
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
                    effects.Add(Envelope(wanted.Member, stream.Snapshot()));
                    break;
                case TurnSaying.SnapshotFor:
                    break;
            }
        }
    }

    private static Dictionary<uint, List<DirectEvent>> Direct(IReadOnlyList<TurnEvent> events)
    {
        Dictionary<uint, List<DirectEvent>> direct = [];
        uint sharedBefore = 0;
        foreach (var roomEvent in events)
        {
            if (roomEvent.To == 0)
            {
                sharedBefore++;
                continue;
            }

            if (!direct.TryGetValue(roomEvent.To, out var list))
            {
                direct.Add(roomEvent.To, list = []);
            }

            list.Add(new DirectEvent { After = sharedBefore, Payload = roomEvent.Payload });
        }

        return direct;
    }

    /// <summary>Of connections that were attached when the turn began; those attached in the turn get theirs with the attachment.</summary>
    private OrderedDictionary<MemberAddress, MemberUpdate> MemberUpdates(
        Roster before, Dictionary<uint, List<DirectEvent>> direct)
    {
        OrderedDictionary<MemberAddress, MemberUpdate> updates = [];
        foreach (var (to, result) in scope.Output.Results)
        {
            if (before.At(to) is not null)
            {
                Of(to).Results.Add(result);
            }
        }

        foreach (var (number, events) in direct)
        {
            if (before.Find(number) is { IsHere: true } member)
            {
                Of(member.Address).Events.AddRange(events);
            }
        }

        return updates;

        MemberUpdate Of(MemberAddress address)
        {
            if (!updates.TryGetValue(address, out var update))
            {
                updates.Add(address, update = _frames.MemberUpdate(stream.LastPublished));
            }

            return update;
        }
    }

    private void Attach(
        TurnSaying.Attachment attachment, Roster before, HashSet<MemberAddress> haveSnapshot, List<RoomEffect> effects)
    {
        var member = attachment.Member;
        var record = scope.Ledger.Commands.GetValueOrDefault(member.Number, CommandRecord.Empty);
        var missed = Missed(attachment.Position);
        var frame = _frames.Attached(member, stream.LastPublished, record.LastApplied, attachment.RequestId);
        var events = missed is MissedUpdates.Kept ? [] : stream.Ring.EventsSince(attachment.Start, member.Number);
        frame.Attached.EventsLost = missed is MissedUpdates.Gone || events is null;
        if (missed is MissedUpdates.Foreign)
        {
            frame.Attached.Rewound = new Rewound { Version = stream.LastPublished, LastApplied = record.LastApplied };
        }

        effects.Add(new RoomEffect.Attached(member.Address, member.Player.Id, member.Player.Number));
        effects.Add(new RoomEffect.ToMember(member.Address, frame));
        var own = _frames.MemberUpdate(stream.LastPublished);
        own.Results.AddRange(record.Results.Where(result => result.CommandSeq > attachment.RepliesSeen));
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
            effects.Add(Envelope(member.Address, stream.Snapshot()));
            haveSnapshot.Add(member.Address);
        }
    }

    /// <summary>Answers of this turn that the record does not hold, such as a gap.</summary>
    private List<CommandResult> NotKept(MemberAddress address, Roster before, IEnumerable<CommandResult> kept) =>
        before.At(address) is not null
            ? []
            : [.. scope.Output.Results
                .Where(answer => answer.To == address)
                .Select(answer => answer.Result)
                .ExceptBy(kept.Select(result => result.CommandSeq), result => result.CommandSeq)];

    private MissedUpdates? Missed(Position? position) => position switch
    {
        null => null,
        { } known when known.Epoch != scope.Birth.Epoch => MissedUpdates.NeverWas,
        { } known => stream.Ring.After(known.Version.Value),
    };

    private void Replay(IReadOnlyList<PublishedUpdate> updates, Member member, List<RoomEffect> effects)
    {
        foreach (var (update, direct) in updates)
        {
            if (direct.TryGetValue(member.Number, out var events))
            {
                var own = _frames.MemberUpdate(update.Version);
                own.Events.AddRange(events);
                Say(own, member, effects);
            }

            effects.Add(Envelope(member.Address, update));
        }
    }

    private static void Say(MemberUpdate update, Member member, List<RoomEffect> effects)
    {
        if (update.Results.Count + update.Events.Count > 0)
        {
            effects.Add(Envelope(member.Address, update));
        }
    }

    private static RoomEffect.ToMember Envelope(MemberAddress to, MemberUpdate update) => new(to, new ServerEnvelope { Member = update });

    private static RoomEffect.ToMember Envelope(MemberAddress to, RoomUpdate update) => new(to, new ServerEnvelope { Update = update });
}
