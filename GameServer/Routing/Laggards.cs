using GameServer.Authoring.Kernel;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Routing;

/// <summary>
/// The members of a room on this gateway that are behind. Used by one thread at a time, at the end of the room's turns or on the turn of
/// its link.
/// </summary>
/// <param name="schema">The room's types.</param>
/// <param name="parts">What all rooms of this node share.</param>
/// <param name="catchUp">Has the room send the member a snapshot. Called from any thread.</param>
internal sealed class Laggards<TMember>(RoomSchema schema, AudienceParts parts, Action<TMember> catchUp)
    where TMember : notnull
{
    private readonly Dictionary<TMember, Laggard> _behind = [];

    internal int Count => _behind.Count;

    internal bool Has(TMember member) => _behind.ContainsKey(member);

    /// <summary>Where the member's client stands; the other version when it is not behind.</summary>
    internal RoomVersion StandOf(TMember member, RoomVersion others) => _behind.TryGetValue(member, out var found) ? found.Stand : others;

    /// <summary>The member's outbox has not taken this update: it gets no more until it has caught up.</summary>
    /// <returns>False: the frame is no update, and waits for the member like any other.</returns>
    internal bool TryAdd(TMember member, Outbox outbox, OutgoingFrame frame)
    {
        if (frame.Envelope.Update is not { } missed)
        {
            outbox.Put(frame);
            return false;
        }

        parts.Traffic.CountBehind();
        _behind[member] = new Laggard(outbox, new RoomVersion(missed.BaseVersion), schema, parts.Time);
        outbox.WhenDrained(() => catchUp(member));
        return true;
    }

    /// <summary>What is published passes them by, but for events that must arrive.</summary>
    internal void Miss(OutgoingFrame frame)
    {
        if (_behind.Count > 0 && frame.Envelope.Update is { } update)
        {
            var missed = new MissedUpdate(update, schema);
            foreach (var laggard in _behind.Values)
            {
                laggard.Miss(missed);
            }
        }
    }

    /// <summary>Sends a frame to a member that is behind. After a snapshot it is so no more.</summary>
    /// <returns>It is behind no more.</returns>
    internal bool Send(TMember member, OutgoingFrame frame) => _behind[member].Send(frame) && _behind.Remove(member);

    internal void Flush()
    {
        foreach (var laggard in _behind.Values)
        {
            laggard.Flush();
        }
    }

    internal void Remove(TMember member) => _behind.Remove(member);

    internal void Clear() => _behind.Clear();
}
