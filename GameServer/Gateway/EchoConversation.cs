using GameServer.Sessions;

namespace GameServer.Gateway;

/// <summary>Sends every message back, so that WebSocket conformance suites can be run against the server's own reader and writer.</summary>
internal sealed class EchoConversation(ClientSocket socket) : IConversation
{
    /// <inheritdoc />
    public bool BeginsWithHello => false;

    /// <inheritdoc />
    public void BytesArrived(long count)
    {
    }

    /// <inheritdoc />
    public bool ControlFrameArrived() => true;

    /// <inheritdoc />
    public ValueTask ReceiveAsync(ReceivedMessage message)
    {
        var opcode = message.Kind == ReceivedKind.Text ? WireFrame.TextOpcode : WireFrame.BinaryOpcode;
        socket.Outbox.PutWire(WireFrame.Message(opcode, message.Bytes.Span));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public void StretchEnded()
    {
    }

    /// <inheritdoc />
    public void Ended()
    {
    }
}
