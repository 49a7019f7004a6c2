using GameServer.Authoring.Kernel;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using Google.Protobuf;

namespace GameServer.Routing;

/// <summary>
/// A member that is behind: it gets no updates of the room until what waits for it has left, then a snapshot. Meanwhile the events that
/// must arrive go into its outbox, as events to itself alone, which its client holds until the snapshot; the others are owed.
/// </summary>
/// <param name="outbox">The member's.</param>
/// <param name="stand">Where its client stands when it has read what waits.</param>
/// <param name="schema">The room's types.</param>
/// <param name="time">When events expire.</param>
internal sealed class Laggard(Outbox outbox, RoomVersion stand, RoomSchema schema, TimeProvider time)
{
    // Beyond it they wait like others, and count.
    private const int OwedBytesMax = 16_384;

    private readonly OwedEvents _owed = new(time);

    /// <summary>What a turn said to it alone, until the turn's update comes and says where between the shared events it belongs.</summary>
    private MemberUpdate? _alone;

    internal RoomVersion Stand => stand;

    /// <summary>A step of the room that it does not get.</summary>
    internal void Miss(MissedUpdate missed)
    {
        if (_alone is not null || missed.MayOwe)
        {
            MissSome(missed);
        }
        else if (missed.Frame is { } frame)
        {
            outbox.Put(frame);
        }
    }

    /// <summary>A frame for it alone. True: the snapshot from which on it gets updates again.</summary>
    internal bool Send(OutgoingFrame frame)
    {
        var envelope = frame.Envelope;
        switch (envelope.KindCase)
        {
            case ServerEnvelope.KindOneofCase.Member when envelope.Member.Events.Count > 0:
                _alone = envelope.Member;
                return false;
            case ServerEnvelope.KindOneofCase.Update:
                Pay(envelope.Update);
                outbox.Put(frame);
                return true;
            default:
                outbox.Put(frame);
                return false;
        }
    }

    internal void Flush() => outbox.Flush();

    private void MissSome(MissedUpdate missed)
    {
        var (alone, own) = (_alone, missed.Empty());
        _alone = null;

        // The order is stable: what was said to it alone after so many shared events comes before the next of these.
        foreach (var each in (alone?.Events ?? []).Concat(missed.Events).OrderBy(each => each.After))
        {
            Sort(each, own);
        }

        own.Results.AddRange(alone?.Results ?? []);
        Put(own);
    }

    private void Sort(DirectEvent direct, MemberUpdate own)
    {
        if (MissedUpdate.MayWait(direct))
        {
            _owed.Add(direct.Payload, direct.Delivery);
            if (_owed.Bytes > OwedBytesMax)
            {
                own.Events.AddRange(_owed.Take().Select(payload => new DirectEvent { After = direct.After, Payload = payload }));
            }
        }
        else
        {
            own.Events.Add(direct);
        }
    }

    private void Pay(RoomUpdate snapshot)
    {
        var own = new MemberUpdate { Room = snapshot.Room, Epoch = snapshot.Epoch, Version = snapshot.Version };
        own.Events.AddRange(_owed.Take().Select(payload => new DirectEvent { Payload = payload }));
        Put(own);
    }

    private void Put(MemberUpdate own)
    {
        if (own.Events.Count + own.Results.Count > 0)
        {
            outbox.Put(new OutgoingFrame(new ServerEnvelope { Member = own }, schema.State, schema.Event));
        }
    }
}
