using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Routing;

/// <summary>
/// Events that wait for a member which is behind and need not all arrive: of a key only the newest, others only until they expire.
/// </summary>
internal sealed class OwedEvents(TimeProvider time)
{
    private readonly List<Owed> _owed = [];

    /// <summary>Of the payloads and keys that wait.</summary>
    internal int Bytes { get; private set; }

    internal void Add(ByteString payload, EventDelivery delivery)
    {
        var now = time.GetTimestamp();
        Drop(delivery.KindCase == EventDelivery.KindOneofCase.Latest ? delivery.Latest : null, now);
        var added = new Owed(payload, delivery, now);
        _owed.Add(added);
        Bytes += added.Bytes;
    }

    /// <summary>What is still of use, in the order in which it was sent; nothing is owed then.</summary>
    internal IReadOnlyList<ByteString> Take()
    {
        Drop(null, time.GetTimestamp());
        List<ByteString> taken = [.. _owed.Select(owed => owed.Payload)];
        _owed.Clear();
        Bytes = 0;
        return taken;
    }

    private void Drop(string? key, long now)
    {
        _owed.RemoveAll(owed => owed.IsOf(key) || owed.HasExpired(time.GetElapsedTime(owed.At, now)));
        Bytes = _owed.Sum(owed => owed.Bytes);
    }

    private readonly record struct Owed(ByteString Payload, EventDelivery Delivery, long At)
    {
        internal int Bytes => Payload.Length + Delivery.CalculateSize();

        internal bool IsOf(string? key) => key is not null && Delivery.HasLatest && Delivery.Latest == key;

        internal bool HasExpired(TimeSpan age) => Delivery.HasExpireMs && age.TotalMilliseconds > Delivery.ExpireMs;
    }
}
