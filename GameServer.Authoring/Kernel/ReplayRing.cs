using GameServer.Protocol.V1;

namespace GameServer.Authoring.Kernel;

/// <summary>The room's last published updates with the events that went to single members, for members that come back.</summary>
internal sealed class ReplayRing(int updatesMax)
{
    private readonly Queue<PublishedUpdate> _updates = new();

    private ulong _lastVersion;

    internal void Add(PublishedUpdate update)
    {
        if (_updates.Count == updatesMax)
        {
            _updates.Dequeue();
        }

        _updates.Enqueue(update);
        _lastVersion = update.Update.Version;
    }

    /// <summary>What leads from a version of this activation to the newest.</summary>
    internal MissedUpdates After(ulong version)
    {
        if (version == _lastVersion)
        {
            return new MissedUpdates.Kept([]);
        }

        if (version > _lastVersion)
        {
            return MissedUpdates.NeverWas;
        }

        if (version < _updates.Peek().Update.BaseVersion)
        {
            return MissedUpdates.Overrun;
        }

        PublishedUpdate[] missed = [.. _updates.SkipWhile(update => update.Update.BaseVersion != version)];
        return missed.Length == 0 ? MissedUpdates.NeverWas : new MissedUpdates.Kept(missed);
    }
}

/// <summary>An update as it was sent to all, and what went with it to single members, by player number.</summary>
internal sealed record PublishedUpdate(RoomUpdate Update, IReadOnlyDictionary<uint, List<DirectEvent>> Direct);

/// <summary>What a member at some position missed. A closed set.</summary>
internal abstract record MissedUpdates
{
    private MissedUpdates()
    {
    }

    /// <summary>The position was real, and updates after it are gone.</summary>
    internal static MissedUpdates Overrun { get; } = new Gone();

    /// <summary>No update of this activation led to the position.</summary>
    internal static MissedUpdates NeverWas { get; } = new Foreign();

    internal sealed record Kept(IReadOnlyList<PublishedUpdate> Updates) : MissedUpdates;

    internal sealed record Gone : MissedUpdates;

    internal sealed record Foreign : MissedUpdates;
}
