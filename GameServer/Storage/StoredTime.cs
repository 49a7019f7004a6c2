namespace GameServer.Storage;

/// <summary>How both databases keep times: as counts of 100 ns since the Unix epoch, in UTC.</summary>
internal static class StoredTime
{
    internal static long ToStored(this DateTimeOffset time) => time.UtcTicks - DateTime.UnixEpoch.Ticks;

    internal static DateTimeOffset FromStored(long stored) => new(stored + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);
}
