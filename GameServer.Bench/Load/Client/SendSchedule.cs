namespace GameServer.Bench.Load.Client;

/// <summary>
/// When which of several clients is to do something that all do equally often: each has its own phase, so their turns come evenly and
/// always in the same order. What was missed stays due, at the time it was meant for. Pure.
/// </summary>
internal sealed class SendSchedule
{
    private readonly long _start;
    private readonly long _interval;
    private readonly int _clients;
    private long _count;

    /// <param name="clients">How many there are.</param>
    /// <param name="interval">Nanoseconds between two turns of the same client.</param>
    /// <param name="start">When the first is due.</param>
    internal SendSchedule(int clients, long interval, long start) => (_clients, _interval, _start) = (clients, interval, start);

    /// <summary>When the next one is due.</summary>
    internal long NextDue => _start + (_interval * (_count / _clients)) + (_interval * (_count % _clients) / _clients);

    /// <summary>Whose turn it is at this time, and for when it was meant.</summary>
    internal bool TryTake(long now, out int client, out long meantFor)
    {
        meantFor = NextDue;
        client = (int)(_count % _clients);
        if (meantFor > now)
        {
            return false;
        }

        _count++;
        return true;
    }
}
