namespace GameServer.Authoring.Kernel;

/// <summary>Times as they are stored: counts of 100 ns since the Unix epoch. 0 stands for none.</summary>
internal static class RecordTime
{
    // Far from the ends of what a DateTimeOffset holds, so that adding the longest of all delays stays within.
    private const long Max = 7000L * 365 * TimeSpan.TicksPerDay;

    internal static long Of(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    internal static DateTimeOffset Read(long time) => time is >= 0 and < Max
        ? DateTimeOffset.UnixEpoch.AddTicks(time)
        : throw new RoomHistoryException($"{time} is no time.");
}
