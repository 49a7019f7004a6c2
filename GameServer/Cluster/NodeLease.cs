using GameServer.Identity;

namespace GameServer.Cluster;

/// <summary>
/// A node's right to act, and as which incarnation. Written by the cluster actor, asked by rooms before every turn and before what waited
/// for the store leaves, from any thread: a clock and two memory reads.
/// </summary>
internal sealed class NodeLease
{
    private const long Never = long.MinValue;

    private readonly TimeProvider? _time;
    private long _until = Never;
    private string _owner;

    /// <summary>A lease that does not hold yet.</summary>
    internal NodeLease(TimeProvider time, Incarnation owner)
        : this(owner)
    {
        _time = time;
    }

    private NodeLease(Incarnation owner)
    {
        _owner = owner.Value;
    }

    /// <summary>The lease of a node that shares its rooms with nobody: it reads no clock.</summary>
    internal static NodeLease Forever { get; } = ForeverOf(new Incarnation("alone"));

    /// <summary>
    /// How long it lasts after each renewal; zero: for ever. Who holds it so long after a moment was not revoked before it.
    /// </summary>
    internal TimeSpan Length { get; init; }

    /// <summary>The present life of the node.</summary>
    internal Incarnation Owner => new(Volatile.Read(ref _owner));

    /// <summary>Whether the node may act now. What runs as an elder life of it asks <see cref="HoldsFor"/>.</summary>
    internal bool Holds
    {
        get
        {
            if (_time is null)
            {
                return true;
            }

            // The clock first: whoever sees the lease run out has then looked at it before it was renewed, and Renew knows.
            var now = _time.GetTimestamp();
            return now < Volatile.Read(ref _until);
        }
    }

    internal static NodeLease ForeverOf(Incarnation owner) => new(owner);

    /// <summary>Whether the node may act now as that life of it.</summary>
    internal bool HoldsFor(Incarnation owner) =>
        // In this order: a deadline of the next life is never seen together with the life before.
        Holds && string.Equals(Volatile.Read(ref _owner), owner.Value, StringComparison.Ordinal);

    /// <summary>A renewal that was sent then has been granted.</summary>
    /// <param name="sentAt">A timestamp of the clock.</param>
    /// <param name="lease">How long it lasts from then.</param>
    /// <returns>Whether anybody may have seen that the lease had run out.</returns>
    internal bool Renew(long sentAt, TimeSpan lease)
    {
        var before = Volatile.Read(ref _until);
        Volatile.Write(ref _until, sentAt + (long)(lease.TotalSeconds * _time!.TimestampFrequency));
        Interlocked.MemoryBarrier();
        return _time.GetTimestamp() >= before;
    }

    /// <summary>The incarnation is dead.</summary>
    internal void End() => Volatile.Write(ref _until, Never);

    /// <summary>The next life of the node. The lease has to be renewed to hold for it.</summary>
    internal void Become(Incarnation next)
    {
        End();
        Volatile.Write(ref _owner, next.Value);
    }
}
