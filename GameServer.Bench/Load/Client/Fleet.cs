using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load.Client;

/// <summary>
/// All clients of a load and their connections: one thread that sleeps in the poll, one receive buffer, no object per message.
/// </summary>
internal sealed class Fleet : IDisposable
{
    private const int FaultsKept = 10;
    private const int HeldWindowBytes = 4096;
    private const int WindowBytes = 128 * 1024;
    private const string Key = "R2FtZVNlcnZlci5CZW5jaA==";

    private readonly int _port;
    private readonly ClientEvents _events;
    private readonly Poller _poller = new();
    private readonly byte[] _buffer = new byte[1024 * 1024];
    private LoadClient?[] _byDescriptor = new LoadClient?[1024];

    internal Fleet(int port, ClientEvents events)
    {
        (_port, _events) = (port, events);

        // The kernel may else let a thread sleep 50 microseconds longer than it asked for.
        _ = Native.ControlProcess(Native.OptionTimerSlack, 1, 0, 0, 0);
    }

    /// <summary>When the newest bytes were read.</summary>
    internal long Now { get; private set; } = Clock.Now;

    internal long BytesReceived { get; private set; }

    /// <summary>What went wrong with connections; the first ones.</summary>
    internal List<string> Faults { get; } = [];

    internal long FaultCount { get; private set; }

    public void Dispose()
    {
        foreach (var client in _byDescriptor)
        {
            if (client is not null)
            {
                _ = Native.Close(client.Descriptor);
            }
        }

        _poller.Dispose();
    }

    internal void Open(LoadClient client)
    {
        client.Descriptor = Loopback.Connect(_port, client.SourceAddress);
        client.Phase = ClientPhase.Upgrading;
        if (client.Descriptor >= _byDescriptor.Length)
        {
            Array.Resize(ref _byDescriptor, 2 * client.Descriptor);
        }

        _byDescriptor[client.Descriptor] = client;
        _poller.Watch(client.Descriptor);
        var subprotocol = client.Dialect.Subprotocol is { } name ? $"Sec-WebSocket-Protocol: {name}\r\n" : "";
        client.Outgoing.AddRaw(Encoding.ASCII.GetBytes(
            $"GET {client.Dialect.Path(client)} HTTP/1.1\r\nHost: 127.0.0.1:{_port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {Key}\r\n{subprotocol}\r\n"));
        Flush(client);
    }

    /// <summary>Says goodbye; the connection ends when the server has, too.</summary>
    internal void Leave(LoadClient client)
    {
        Span<byte> normal = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(normal, 1000);
        client.Outgoing.Add(ServerFrame.CloseCode, normal);
        client.Phase = ClientPhase.Leaving;
        Flush(client);
    }

    /// <summary>The client reads nothing from now on; what the server sends piles up, first in the kernel.</summary>
    internal void StopReading(LoadClient client) => _poller.WatchForEnd(client.Descriptor);

    /// <summary>Ends the connection at once, without a word.</summary>
    internal void Drop(LoadClient client)
    {
        if (client.Phase != ClientPhase.Ended)
        {
            End(client);
        }
    }

    /// <summary>Writes what the client has put into its outgoing bytes, now or as soon as the connection takes it.</summary>
    internal void Flush(LoadClient client)
    {
        if (client.Phase == ClientPhase.Ended)
        {
            return;
        }

        try
        {
            var isStalled = !client.Outgoing.TryFlush(client.Descriptor);
            if (isStalled != client.IsStalled)
            {
                client.IsStalled = isStalled;
                _poller.Watch(client.Descriptor, writableToo: isStalled);
            }
        }
        catch (IOException failure)
        {
            Fault(client, failure.Message);
        }
    }

    /// <summary>Sleeps until something came, at most until then, and hands on what came.</summary>
    internal void Step(long until)
    {
        var count = _poller.Wait(until - Clock.Now);
        for (var index = 0; index < count; index++)
        {
            if (_byDescriptor[_poller.Descriptor(index)] is { } client)
            {
                Serve(client);
            }
        }
    }

    /// <summary>From now on the client's connection has a small window and is read only by <see cref="Sip"/>.</summary>
    internal void Hold(LoadClient client)
    {
        Window(client, HeldWindowBytes);
        _poller.Forget(client.Descriptor);
        client.IsHeld = true;
    }

    /// <summary>Reads so many bytes at most of a connection that is held.</summary>
    internal void Sip(LoadClient client, int bytesMax)
    {
        if (client.Phase != ClientPhase.Ended)
        {
            Serve(client, bytesMax);
        }
    }

    /// <summary>The connection is read like all others again.</summary>
    internal void Release(LoadClient client)
    {
        if (client.Phase != ClientPhase.Ended)
        {
            Window(client, WindowBytes);
            _poller.Watch(client.Descriptor);
        }

        client.IsHeld = false;
    }

    private static void Window(LoadClient client, int bytes)
    {
        if (Native.SetOption(client.Descriptor, Native.ProtocolSocket, Native.OptionReceiveBuffer, bytes, sizeof(int)) != 0)
        {
            throw Native.Failure("setsockopt");
        }
    }

    private void Serve(LoadClient client, int bytesMax = int.MaxValue)
    {
        try
        {
            if (Receive(client, bytesMax))
            {
                _events.Handled(client);
                if (!client.Outgoing.IsEmpty)
                {
                    Flush(client);
                }
            }
        }
        catch (Exception failure) when (failure is IOException or FormatException or Google.Protobuf.InvalidProtocolBufferException)
        {
            Fault(client, failure.Message);
        }
    }

    /// <summary>One read and all that it completes; false when the connection has ended.</summary>
    private unsafe bool Receive(LoadClient client, int bytesMax)
    {
        var kept = client.Kept.Length;
        client.Kept.CopyTo(_buffer);
        nint received;
        fixed (byte* free = &_buffer[kept])
        {
            received = Native.Receive(client.Descriptor, free, Math.Min(bytesMax, _buffer.Length - kept), Native.DoNotWait);
        }

        if (received < 0)
        {
            return Marshal.GetLastPInvokeError() is Native.TryAgain or Native.Interrupted ? true : throw Native.Failure("recv");
        }

        if (received == 0)
        {
            HungUp(client);
            return false;
        }

        Now = Clock.Now;
        BytesReceived += received;
        var rest = IncomingBytes.Take(client, _buffer.AsSpan(0, kept + (int)received));
        if (rest.Length == _buffer.Length)
        {
            throw new FormatException("A frame is larger than the receive buffer.");
        }

        if (rest.Length > 0 || kept > 0)
        {
            client.Keep(rest);
        }

        return true;
    }

    private void HungUp(LoadClient client)
    {
        if (client.Phase == ClientPhase.Leaving)
        {
            End(client);
            _events.Ended(client);
        }
        else
        {
            Fault(client, "The server ended the connection.");
        }
    }

    private void Fault(LoadClient client, string what)
    {
        FaultCount++;
        if (Faults.Count < FaultsKept)
        {
            Faults.Add($"client {client.Number}, {client.Phase}: {what}");
        }

        if (client.Phase != ClientPhase.Ended)
        {
            End(client);
            _events.Failed(client, what);
        }
    }

    private void End(LoadClient client)
    {
        client.Phase = ClientPhase.Ended;
        if (!client.IsHeld)
        {
            _poller.Forget(client.Descriptor);
        }

        _byDescriptor[client.Descriptor] = null;
        _ = Native.Close(client.Descriptor);
    }
}
