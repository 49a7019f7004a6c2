namespace GameServer.Rooms;

/// <summary>
/// When a committed room saves a snapshot: when reading its log again would cost more than reading its state several times. Pure; on the
/// room's turn.
/// </summary>
internal sealed class SnapshotPace
{
    internal const long LogBytesMin = 256 * 1024;
    internal const int StatesPerLog = 4;
    internal const int RecordsMax = 4096;

    private long _bytes;
    private int _records;

    internal void Recorded(int bytes)
    {
        _bytes += bytes;
        _records++;
    }

    internal bool IsDue(int stateBytes) =>
        _records >= RecordsMax || _bytes > Math.Max(LogBytesMin, (long)StatesPerLog * stateBytes);

    internal void Taken() => (_bytes, _records) = (0, 0);
}
