using GameServer.Protocol.Identity;

namespace GameServer.Links;

/// <summary>
/// What one side of a pair decides about its link: who dials and when, which connection is the newest, and when one has been silent for too
/// long. Pure: knows neither connections nor a clock.
/// </summary>
/// <param name="isDialer">Whether the link is this side's to dial. The other side only probes, after the link has broken.</param>
/// <param name="options">How long silence may last.</param>
internal sealed class LinkState(bool isDialer, LinkOptions options)
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastBackoff = TimeSpan.FromSeconds(2);

    private TimeSpan _backoff;
    private TimeSpan _silence;
    private long _bytesSeen;
    private ulong _newestDial;

    internal LinkPhase Phase { get; private set; }

    /// <summary>Of each pair the process with the ordinally smaller name dials.</summary>
    internal static bool IsDialer(NodeId process, NodeId other) => string.CompareOrdinal(process.Value, other.Value) < 0;

    /// <summary>Whether this side dials without having to wait for the other.</summary>
    internal bool DialsFirst => isDialer;

    internal void Dialed() => Move(isDialer ? LinkEvent.Dialed : LinkEvent.Probed);

    internal void Opened() => Move(LinkEvent.Opened);

    /// <summary>The connection that was dialed has proved to be the other side's.</summary>
    internal void Welcomed()
    {
        Move(LinkEvent.Proved);
        _silence = TimeSpan.Zero;
        _bytesSeen = 0;
    }

    /// <summary>A connection that was accepted has proved to be the other side's. False when a newer one has come before it.</summary>
    internal bool TryAdopt(ulong dial)
    {
        if (dial <= _newestDial)
        {
            return false;
        }

        _newestDial = dial;
        Welcomed();
        return true;
    }

    /// <summary>The connection could not be made, has ended, or has been given up. When to dial again.</summary>
    internal TimeSpan Broken()
    {
        Move(LinkEvent.Broken);
        return NextDelay();
    }

    /// <summary>When to dial: at once, then later and later.</summary>
    internal TimeSpan NextDelay()
    {
        var delay = _backoff;
        var doubled = delay == TimeSpan.Zero ? FirstBackoff : delay * 2;
        _backoff = doubled < LastBackoff ? doubled : LastBackoff;
        return delay;
    }

    /// <summary>
    /// A ping interval has passed while the link was up. False when nothing has come for too long. Intervals are counted, not the clock: a
    /// process that stood still itself must not take that for the other's silence.
    /// </summary>
    internal bool Tick(long bytesReceived)
    {
        // It has held for a while: the next dial after a break is the first again.
        _backoff = TimeSpan.Zero;
        _silence = bytesReceived > _bytesSeen ? TimeSpan.Zero : _silence + options.PingInterval;
        _bytesSeen = bytesReceived;
        return _silence < options.SilenceTimeout;
    }

    private void Move(LinkEvent happened) => Phase = Phase.After(happened);
}
