using System.Net;
using System.Net.Sockets;
using GameServer.Bench.Load.Client;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load;

/// <summary>
/// What the kernel takes for one delivery, whoever sends it: blocking sends of 50 bytes over loopback TCP, one to each of the ten
/// connections of a room, as often as rooms of ten talk, to a reader that sleeps in the poll. Everything else is measured in it.
/// </summary>
internal static class BareSend
{
    private const int MessageBytes = 50;
    private const int Members = 10;
    private const int WarmUp = 400;
    private const int Rounds = 4_000;
    private const long Interval = Clock.Second / 4_000;

    /// <summary>CPU microseconds of the sending thread per send.</summary>
    internal static double CpuMicros()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var senders = new int[Members];
        var receivers = new Socket[Members];
        for (var member = 0; member < Members; member++)
        {
            senders[member] = Loopback.Connect(port, 1);
            receivers[member] = listener.AcceptSocket();
        }

        var reader = new Thread(() => Drain(receivers)) { IsBackground = true };
        reader.Start();
        SendRounds(senders, WarmUp);
        var used = SendRounds(senders, Rounds);
        foreach (var sender in senders)
        {
            _ = Native.Close(sender);
        }

        reader.Join();
        return used / 1e3 / (Rounds * Members);
    }

    // Sleeping between the rounds is not the sends' price.
    private static long SendRounds(int[] sockets, int rounds)
    {
        using var sleep = new Poller();
        long used = 0;
        var due = Clock.Now;
        for (var round = 0; round < rounds; round++)
        {
            due += Interval;
            sleep.Wait(due - Clock.Now);
            var before = CpuClock.OfThisThread();
            foreach (var socket in sockets)
            {
                Send(socket);
            }

            used += CpuClock.OfThisThread() - before;
        }

        return used;
    }

    private static unsafe void Send(int socket)
    {
        var message = stackalloc byte[MessageBytes];
        if (Native.Send(socket, message, MessageBytes, Native.NoSignal) != MessageBytes)
        {
            throw Native.Failure("send");
        }
    }

    private static unsafe void Drain(Socket[] sockets)
    {
        using var poller = new Poller();
        var buffer = stackalloc byte[4_096];
        foreach (var socket in sockets)
        {
            poller.Watch((int)socket.Handle);
        }

        for (var open = sockets.Length; open > 0;)
        {
            var count = poller.Wait(Clock.Second);
            for (var index = 0; index < count; index++)
            {
                var descriptor = poller.Descriptor(index);
                if (Native.Receive(descriptor, buffer, 4_096, Native.DoNotWait) == 0)
                {
                    poller.Forget(descriptor);
                    open--;
                }
            }
        }

        foreach (var socket in sockets)
        {
            socket.Dispose();
        }
    }
}
