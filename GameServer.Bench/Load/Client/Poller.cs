using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GameServer.Bench.Processes;

namespace GameServer.Bench.Load.Client;

/// <summary>Linux's epoll: waits until a connection has something to read or room to write. For one thread.</summary>
internal sealed unsafe class Poller : IDisposable
{
    private const int EventsMax = 256;
    private const int Add = 1;
    private const int Remove = 2;
    private const int Change = 3;
    private const uint Readable = 1;
    private const uint Writable = 4;

    // struct epoll_event is packed on x86-64 only.
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture == Architecture.X64;
    private static readonly int EventBytes = IsPacked ? 12 : 16;
    private static readonly int DataAt = IsPacked ? 4 : 8;

    private readonly byte[] _events = new byte[EventsMax * EventBytes];
    private readonly int _poll = Native.PollCreate(0);

    public void Dispose() => _ = Native.Close(_poll);

    /// <summary>Waits for as many nanoseconds at most; answers how many connections there is something to say of.</summary>
    internal int Wait(long nanoseconds)
    {
        var patience = Math.Max(0, nanoseconds);
        var timeout = new Native.TimeSpec { Seconds = patience / Clock.Second, Nanoseconds = patience % Clock.Second };
        fixed (byte* events = _events)
        {
            var count = Native.PollWait(_poll, events, EventsMax, timeout, 0);
            return count >= 0 ? count
                : Marshal.GetLastPInvokeError() == Native.Interrupted ? 0
                : throw Native.Failure("epoll_pwait2");
        }
    }

    internal int Descriptor(int index) => BinaryPrimitives.ReadInt32LittleEndian(_events.AsSpan((index * EventBytes) + DataAt));

    internal void Watch(int descriptor) => Control(Add, descriptor, Readable);

    internal void Watch(int descriptor, bool writableToo) => Control(Change, descriptor, writableToo ? Readable | Writable : Readable);

    /// <summary>Only for a reset.</summary>
    internal void WatchForEnd(int descriptor) => Control(Change, descriptor, 0);

    internal void Forget(int descriptor) => Control(Remove, descriptor, 0);

    private void Control(int operation, int descriptor, uint interest)
    {
        Span<byte> pollEvent = stackalloc byte[EventBytes];
        pollEvent.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(pollEvent, interest);
        BinaryPrimitives.WriteInt32LittleEndian(pollEvent[DataAt..], descriptor);
        fixed (byte* bytes = pollEvent)
        {
            if (Native.PollControl(_poll, operation, descriptor, bytes) != 0)
            {
                throw Native.Failure("epoll_ctl");
            }
        }
    }
}
