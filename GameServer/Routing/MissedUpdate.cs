using GameServer.Authoring.Kernel;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;

namespace GameServer.Routing;

/// <summary>A step of a room as those get it who are behind: made once for all of them.</summary>
internal sealed class MissedUpdate
{
    private readonly RoomUpdate _update;

    /// <param name="update">Not changed after this.</param>
    /// <param name="schema">The room's types.</param>
    internal MissedUpdate(RoomUpdate update, RoomSchema schema)
    {
        _update = update;
        Events = [.. update.Events.Select((payload, index) => new DirectEvent
        {
            After = (uint)index,
            Payload = payload,
            Delivery = update.Deliveries.FirstOrDefault(each => each.Event == index),
        })];
        MayOwe = Events.Any(MayWait);
        if (Events.Count > 0 && !MayOwe)
        {
            var shared = Empty();
            shared.Events.AddRange(Events);
            Frame = new OutgoingFrame(new ServerEnvelope { Member = shared }, schema.State, schema.Event);
        }
    }

    /// <summary>What the step said to all, in order.</summary>
    internal IReadOnlyList<DirectEvent> Events { get; }

    /// <summary>Some of that need not arrive.</summary>
    internal bool MayOwe { get; }

    /// <summary>All that the step said to all, if it must arrive: the same bytes for each to whom nothing was said alone.</summary>
    internal OutgoingFrame? Frame { get; }

    /// <summary>Whether an event may be kept back until the member reads again, or never be told.</summary>
    internal static bool MayWait(DirectEvent direct) =>
        direct.Delivery is { } delivery && delivery.KindCase != EventDelivery.KindOneofCase.None;

    /// <summary>A frame of this step for one member alone.</summary>
    internal MemberUpdate Empty() => new() { Room = _update.Room, Epoch = _update.Epoch, Version = _update.Version };
}
