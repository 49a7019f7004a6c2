namespace GameServer.Gateway;

/// <summary>What is spoken over a connection. Called by the connection's reader, one call at a time.</summary>
internal interface IConversation
{
    /// <summary>True when the first message has a deadline.</summary>
    bool BeginsWithHello { get; }

    /// <summary>Bytes came, whatever they are.</summary>
    void BytesArrived(long count);

    /// <summary>A ping or a pong came. Whether a ping is answered.</summary>
    bool ControlFrameArrived();

    /// <summary>A whole text or binary message came. The next is read when this is done.</summary>
    ValueTask ReceiveAsync(ReceivedMessage message);

    /// <summary>Nothing more is handed on for now: what was put into the outbox leaves.</summary>
    void StretchEnded();

    /// <summary>The connection has ended, however it did. The last call.</summary>
    void Ended();
}
