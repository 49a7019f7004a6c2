namespace GameServer.Bench.Load.Client;

/// <summary>One receiver's check that of each sender's messages every one arrives, once, in the order sent. Pure.</summary>
internal sealed class OrderCheck(int senders)
{
    private readonly ulong[] _last = new ulong[senders];

    /// <summary>Messages that came at all.</summary>
    internal long Arrived { get; private set; }

    /// <summary>Messages that came twice, too late or too early.</summary>
    internal long Misplaced { get; private set; }

    internal void Take(int sender, ulong sequence)
    {
        Arrived++;
        if ((uint)sender >= (uint)_last.Length)
        {
            Misplaced++;
            return;
        }

        if (sequence != _last[sender] + 1)
        {
            Misplaced++;
        }

        _last[sender] = Math.Max(_last[sender], sequence);
    }
}
