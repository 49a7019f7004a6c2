using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>
/// What a member that comes back has missed, from the ring and, where that does not reach, from the room's log. On the room's turn.
/// </summary>
internal sealed class MissedReplay(TurnScope scope, IUpdateStream stream)
{
    /// <summary>
    /// What is not in the ring may still be in the log: it has not been looked for, or the room was quicker than the look.
    /// </summary>
    internal bool MayBeLogged(RoomInput.Attach input) =>
        scope.Settings.Durability is Durability.CommittedDurability
        && (input.Replay is null || (input.Replay.Count > 0 && input.Replay[^1].Version >= input.ReplayUpTo.Value));

    internal MissedUpdates Since(Position position, RoomInput.Attach input)
    {
        var own = scope.Birth.Epoch;
        return position.Epoch == own || (position.Epoch.Value < own.Value && scope.Epochs.Was(position))
            ? Since(position.Version.Value, input)
            : MissedUpdates.NeverWas;
    }

    internal MissedUpdates Since(ulong version, RoomInput.Attach input)
    {
        var missed = stream.Ring.After(version);
        if (missed is not MissedUpdates.Gone || input.Replay is null)
        {
            return missed;
        }

        List<PublishedUpdate> updates = [];
        foreach (var turn in input.Replay.Where(turn => turn.Update is not null))
        {
            if (turn.Update.BaseVersion == version)
            {
                updates.Add(PublishedUpdate.Of(turn, scope.Birth));
                version = turn.Version;
            }
        }

        return stream.Ring.After(version) is MissedUpdates.Kept { Updates: var newer }
            ? new MissedUpdates.Kept([.. updates, .. newer])
            : MissedUpdates.Overrun;
    }

    /// <summary>What one member was to see of the events since its start, in order; null: they are not all kept.</summary>
    internal IReadOnlyList<DirectEvent>? Events(TurnSaying.Attachment attachment, uint playerNumber)
    {
        var start = attachment.Start;
        return Since(start.Version, attachment.Input) is MissedUpdates.Kept kept
            ? [.. kept.Updates.SelectMany((update, index) => update.EventsFor(playerNumber, index == 0 ? start.SharedEvents : 0))]
            : null;
    }
}
