namespace GameServer.Telemetry;

/// <summary>How many commands of a second may be traced because their clients say so. Pure: the caller says what time it is.</summary>
/// <param name="perSecond">In any second that begins with one; those that are left over are not saved up.</param>
internal sealed class TraceBudget(int perSecond)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private TimeSpan? _began;
    private int _taken;

    internal bool TryTake(TimeSpan now)
    {
        if (_began is not { } began || now - began >= Second)
        {
            _began = now;
            _taken = 0;
        }

        if (_taken == perSecond)
        {
            return false;
        }

        _taken++;
        return true;
    }
}
