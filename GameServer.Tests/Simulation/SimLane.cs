namespace GameServer.Tests.Simulation;

/// <summary>One direction of a connection: bytes arrive late, in order, in the pieces in which they were sent, until it breaks.</summary>
internal sealed class SimLane(SimAgenda agenda, SimRandom random)
{
    private static readonly TimeSpan Slowest = TimeSpan.FromMilliseconds(60);

    private readonly Queue<(byte[] Bytes, TimeSpan Ready)> _underWay = new();
    private TimeSpan _stalledUntil;
    private int? _cutAfter;

    /// <summary>Bytes have arrived.</summary>
    internal Action<byte[]> Arrived { get; set; } = _ => { };

    /// <summary>There is room for more.</summary>
    internal Action Drained { get; set; } = () => { };

    /// <summary>It broke in the middle of a message.</summary>
    internal Action Cut { get; set; } = () => { };

    /// <summary>Bytes that have been sent and have not arrived.</summary>
    internal int BytesUnderWay { get; private set; }

    internal bool IsBroken { get; private set; }

    internal void Send(byte[] bytes)
    {
        if (IsBroken || bytes.Length == 0)
        {
            return;
        }

        BytesUnderWay += bytes.Length;
        _underWay.Enqueue((bytes, agenda.Now + random.Time(Slowest)));
        if (_underWay.Count == 1)
        {
            Await();
        }
    }

    /// <summary>Nothing arrives for so long; it arrives afterwards.</summary>
    internal void Stall(TimeSpan time) => _stalledUntil = agenda.Now + time;

    /// <summary>So many more bytes arrive.</summary>
    internal void CutAfter(int bytes) => _cutAfter = bytes;

    internal void Break()
    {
        IsBroken = true;
        _underWay.Clear();
        BytesUnderWay = 0;
    }

    private void Await()
    {
        var ready = _underWay.Peek().Ready;
        agenda.At(ready > _stalledUntil ? ready : _stalledUntil, Carry);
    }

    private void Carry()
    {
        if (IsBroken)
        {
            return;
        }

        if (agenda.Now < _stalledUntil)
        {
            Await();
            return;
        }

        var (bytes, _) = _underWay.Dequeue();
        BytesUnderWay -= bytes.Length;
        if (_cutAfter is { } left && left < bytes.Length)
        {
            Arrived(bytes[..left]);
            Cut();
            return;
        }

        _cutAfter -= bytes.Length;
        if (_underWay.Count > 0)
        {
            Await();
        }

        Arrived(bytes);
        Drained();
    }
}
