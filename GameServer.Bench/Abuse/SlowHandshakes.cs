using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Abuse;

/// <summary>
/// Handshakes that are always under way: each sends a byte of its request a second. One that the server ends is followed by another from
/// the same address. Used by the one thread of the abuse.
/// </summary>
internal sealed class SlowHandshakes(int port, int count) : IDisposable
{
    private const int None = -1;
    private const int PerAddress = 100;
    private const byte FirstAddress = 40;

    private readonly int[] _sockets = [.. Enumerable.Repeat(None, count)];
    private readonly int[] _sent = new int[count];
    private readonly SendSchedule _turns = new(count, Clock.Second, Clock.Now);
    private readonly byte[] _request =
        [.. "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Slow: "u8, .. new byte[1_024]];

    /// <summary>How many are under way.</summary>
    internal int UnderWay { get; private set; }

    /// <summary>How many the server has ended.</summary>
    internal long Ended { get; private set; }

    /// <summary>Each whose turn it is sends its next byte.</summary>
    internal void Work(long now)
    {
        while (_turns.TryTake(now, out var index, out _))
        {
            if (_sockets[index] == None)
            {
                Open(index);
            }
            else if (!TrySendNext(index))
            {
                Close(index);
                Ended++;
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        for (var index = 0; index < _sockets.Length; index++)
        {
            if (_sockets[index] != None)
            {
                Close(index);
            }
        }
    }

    private void Open(int index)
    {
        _sockets[index] = Loopback.Connect(port, (byte)(FirstAddress + (index / PerAddress)));
        _sent[index] = 0;
        UnderWay++;
    }

    private void Close(int index)
    {
        _ = Native.Close(_sockets[index]);
        _sockets[index] = None;
        UnderWay--;
    }

    // Whatever the server answers, an answer or an end, ends the handshake.
    private unsafe bool TrySendNext(int index)
    {
        byte answer;
        if (Native.Receive(_sockets[index], &answer, 1, Native.DoNotWait) >= 0)
        {
            return false;
        }

        fixed (byte* next = &_request[_sent[index]++ % _request.Length])
        {
            return Native.Send(_sockets[index], next, 1, Native.DoNotWait | Native.NoSignal) == 1;
        }
    }
}
