using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Authoring.Kernel;

/// <summary>The room's last published updates with the events that went to single members, for members that come back.</summary>
internal sealed class ReplayRing(int updatesMax, int bytesMax)
{
    private readonly Queue<PublishedUpdate> _updates = new();
    private readonly ByteChunks _chunks = new();

    private ulong _lastVersion;
    private long _bytes;

    /// <param name="baseVersion">The version that the update leads from.</param>
    /// <param name="version">The version that it leads to.</param>
    /// <param name="element">The update as an element of a batch; copied.</param>
    /// <param name="direct">What went with it to single members, by player number; null: nothing.</param>
    internal void Add(ulong baseVersion, ulong version, ReadOnlySpan<byte> element, IReadOnlyDictionary<uint, List<DirectEvent>>? direct)
    {
        _lastVersion = version;
        var update = new PublishedUpdate(baseVersion, version, _chunks.Add(element), direct);
        _updates.Enqueue(update);
        _bytes += update.Bytes;
        while (_updates.Count > updatesMax || _bytes > bytesMax)
        {
            _bytes -= _updates.Dequeue().Bytes;
            _chunks.RemoveEldest();
        }
    }

    /// <summary>What leads from a version of this activation to the newest. Holds for the present turn.</summary>
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

        // Empty when the newest alone was too large to keep.
        if (!_updates.TryPeek(out var eldest) || version < eldest.BaseVersion)
        {
            return MissedUpdates.Overrun;
        }

        PublishedUpdate[] missed = [.. _updates.SkipWhile(update => update.BaseVersion != version)];
        return missed.Length == 0 ? MissedUpdates.NeverWas : new MissedUpdates.Kept(missed);
    }

    /// <summary>Nothing is kept from before the version.</summary>
    internal void StartAt(ulong version) => _lastVersion = version;
}

/// <summary>A point in a room's stream of events: after a version, and after so many shared events of the update that follows it.</summary>
internal readonly record struct StreamStart(ulong Version, int SharedEvents);

/// <summary>An update as it was sent to all, and what went with it to single members.</summary>
/// <param name="BaseVersion">The version that it leads from.</param>
/// <param name="Version">The version that it leads to.</param>
/// <param name="Element">The update as an element of a batch.</param>
/// <param name="Direct">By player number; null: nothing.</param>
internal readonly record struct PublishedUpdate(
    ulong BaseVersion, ulong Version, ReadOnlyMemory<byte> Element, IReadOnlyDictionary<uint, List<DirectEvent>>? Direct)
{
    /// <summary>Encoded, all events to single members among them.</summary>
    internal long Bytes => Element.Length + (Direct?.Values.Sum(own => own.Sum(direct => (long)direct.CalculateSize())) ?? 0);

    /// <summary>A logged update as an activation's own.</summary>
    internal static PublishedUpdate Of(TurnRecord turn, RoomBirth birth)
    {
        var update = turn.Update.Clone();
        update.Room = birth.Number.Value;
        update.Epoch = birth.Epoch.Value;
        var batch = new ServerBatch { Envelopes = { new ServerEnvelope { Update = update } } };
        var direct = turn.Direct.GroupBy(own => own.PlayerNumber).ToDictionary(
            own => own.Key, own => own.Select(row => row.Event ?? new DirectEvent()).ToList());
        return new PublishedUpdate(update.BaseVersion, update.Version, batch.ToByteArray(), direct.Count == 0 ? null : direct);
    }

    internal IReadOnlyList<DirectEvent> DirectFor(uint playerNumber) =>
        Direct is not null && Direct.TryGetValue(playerNumber, out var own) ? own : [];

    /// <summary>Shared and own events in order, as events for a client that gets the state by a snapshot.</summary>
    internal IEnumerable<DirectEvent> EventsFor(uint playerNumber, int skipShared)
    {
        var own = DirectFor(playerNumber);
        var update = BinaryCodec.DecodeServerBatch(Element).Envelopes[0].Update;
        for (var shared = skipShared; shared <= update.Events.Count; shared++)
        {
            foreach (var direct in own.Where(direct => direct.After == shared))
            {
                yield return new DirectEvent { Payload = direct.Payload };
            }

            if (shared < update.Events.Count)
            {
                yield return new DirectEvent { Payload = update.Events[shared] };
            }
        }
    }
}

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
