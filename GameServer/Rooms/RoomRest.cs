using GameServer.Actors;
using GameServer.Authoring;
using GameServer.Authoring.Kernel;

namespace GameServer.Rooms;

/// <summary>When a durable room is written behind, and when it is tired. Used on the room's turn.</summary>
internal sealed class RoomRest(RoomSettings settings, IRoomKernel kernel, RoomSaver saver, ActorContext context)
{
    private const string SaveTimer = "save";
    private const string SleepTimer = "sleep";

    // Rooms save on a common beat, so that a store writes the snapshots of several at once. An interval is no shorter.
    private static readonly TimeSpan _saveBeat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TriesSleepAgainAfter = TimeSpan.FromSeconds(1);

    private readonly TimeSpan? _interval = (settings.Durability as Durability.PeriodicDurability)?.Interval;
    private readonly bool _sleeps = !settings.KeepAlive
        && settings.SleepAfter != Timeout.InfiniteTimeSpan
        && settings.Durability is not Durability.VolatileDurability;
    private bool _isSaveArmed;
    private bool _isSleepArmed;

    /// <summary>The interval of a periodic room has passed since something changed.</summary>
    internal sealed record SaveDue : IControlMessage
    {
        internal static readonly SaveDue Instance = new();
    }

    /// <summary>The room has been idle for long enough.</summary>
    internal sealed record SleepDue : IControlMessage
    {
        internal static readonly SleepDue Instance = new();
    }

    /// <summary>Between turns.</summary>
    internal void Look()
    {
        if (!_isSaveArmed && _interval is { } interval && saver.IsUnsaved)
        {
            _isSaveArmed = true;
            var sinceBeat = TimeSpan.FromTicks(context.Now.Ticks % _saveBeat.Ticks);
            context.StartTimer(SaveTimer, interval - sinceBeat, SaveDue.Instance);
        }

        if (_sleeps && IsIdle != _isSleepArmed)
        {
            if (_isSleepArmed)
            {
                _isSleepArmed = false;
                context.CancelTimer(SleepTimer);
            }
            else
            {
                ArmSleep(settings.SleepAfter);
            }
        }
    }

    /// <summary>The interval has passed. One snapshot is on its way at a time.</summary>
    internal void Save()
    {
        _isSaveArmed = false;
        if (saver.IsUnsaved && !saver.IsSaving)
        {
            saver.Save(context.Now);
        }
    }

    /// <summary>Whether the room falls asleep now.</summary>
    internal bool FallsAsleep(bool isCalm)
    {
        _isSleepArmed = false;
        if (IsIdle && !isCalm)
        {
            ArmSleep(TriesSleepAgainAfter);
        }

        return IsIdle && isCalm;
    }

    private bool IsIdle => kernel.IsIdle && !kernel.IsClosed;

    private void ArmSleep(TimeSpan after)
    {
        _isSleepArmed = true;
        context.StartTimer(SleepTimer, after, SleepDue.Instance);
    }
}
