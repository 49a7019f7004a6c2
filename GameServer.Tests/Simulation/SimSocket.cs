using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Tests.Simulation;

/// <summary>
/// A node's end of a client's connection: below its outbox the line, which takes only so much at once, and above it the conversation.
/// </summary>
internal sealed class SimSocket : IClientConnection, IOutboxWriter
{
    private const int WindowBytes = 16 * 1024;

    private readonly SimLine _line;
    private readonly SimProcess _process;
    private byte[]? _pending;
    private bool _hasEnded;

    internal SimSocket(SimLine line, SimProcess process, OutboxLimits limits)
    {
        (_line, _process) = (line, process);
        Outbox = new Outbox(Subprotocol.Binary, limits, new OutboxPool(), this);
        line.ToServer.Arrived = bytes => process.Enter(() => Receive(bytes));
        line.ToClient.Drained = () => process.Enter(WriteOn);
        line.ServerHears = () => process.Enter(End);
    }

    /// <summary>What is spoken over it.</summary>
    internal Action<byte[]> Arrived { get; set; } = _ => { };

    /// <summary>It has ended, however it did.</summary>
    internal Action Gone { get; set; } = () => { };

    public Outbox Outbox { get; }

    public string RemoteAddress => "simulated";

    internal bool IsClosing { get; private set; }

    public void Close(CloseCode code, string reason) => IsClosing |= Outbox.Close(WireFrame.Close((int)code, reason));

    public OutboxWrite Write(ReadOnlyMemory<byte> bytes, int frames)
    {
        if (_hasEnded)
        {
            return OutboxWrite.Gone;
        }

        if (_line.ToClient.BytesUnderWay + bytes.Length <= WindowBytes || _line.ToClient.BytesUnderWay == 0)
        {
            _line.ToClient.Send(bytes.ToArray());
            return OutboxWrite.Done;
        }

        _pending = bytes.ToArray();
        return OutboxWrite.Pending;
    }

    public int WriteSome(ReadOnlySpan<byte> message, int frames)
    {
        if (_hasEnded)
        {
            return -1;
        }

        var count = Math.Clamp(WindowBytes - _line.ToClient.BytesUnderWay, 0, message.Length);
        _line.ToClient.Send(message[..count].ToArray());
        return count;
    }

    public void OverLimit() => Close(CloseCode.SlowConsumer, "Too much waits for this client to read it.");

    public void Unwritable(Exception failure) => Close(CloseCode.SessionError, "A frame for this client could not be written.");

    /// <summary>The close frame is written, or nobody is there to read it.</summary>
    public void Ended()
    {
        if (!_hasEnded)
        {
            _hasEnded = true;
            _line.LeftByServer();
            Gone();
        }
    }

    private void Receive(byte[] bytes)
    {
        if (!_hasEnded && !IsClosing)
        {
            Arrived(bytes);
        }
    }

    private void WriteOn()
    {
        if (_pending is { } bytes && _line.ToClient.BytesUnderWay + bytes.Length <= WindowBytes + bytes.Length / 2)
        {
            _pending = null;
            _line.ToClient.Send(bytes);
            Outbox.Written(OutboxWrite.Done);
        }
    }

    private void End()
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
        if (_pending is not null)
        {
            _pending = null;
            Outbox.Written(OutboxWrite.Gone);
        }

        Outbox.End();
        Gone();
    }
}
