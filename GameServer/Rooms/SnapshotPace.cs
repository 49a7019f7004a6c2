namespace GameServer.Rooms;

/// <summary>
/// When a committed room saves a snapshot: when reading its log again would cost more than reading its state several times, or keep the
/// members waiting when the room is taken over. Pure; on the room's turn.
/// </summary>
internal sealed class SnapshotPace
{
    internal const long LogBytesMin = 256 * 1024;
    internal const int StatesPerLog = 4;
    internal const int RecordsMin = 128;

    /// <summary>A record takes 30 µs to apply again, whatever is in it; in that time a KiB of state is stored.</summary>
    internal const int StateBytesPerRecord = 1024;

    private long _bytes;
    private int _records;

    internal void Recorded(int bytes)
    {
        _bytes += bytes;
        _records++;
    }

    internal bool IsDue(int stateBytes) =>
        _records >= RecordsMin + (stateBytes / StateBytesPerRecord) || _bytes > Math.Max(LogBytesMin, (long)StatesPerLog * stateBytes);

    internal void Taken() => (_bytes, _records) = (0, 0);
}
