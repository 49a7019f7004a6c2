namespace GameServer.Gateway;

/// <summary>What came of reading one WebSocket message.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Bytes">The payload of a text or binary message; good until the next read.</param>
internal readonly record struct ReceivedMessage(ReceivedKind Kind, ReadOnlyMemory<byte> Bytes = default);

/// <summary>What can come of reading.</summary>
internal enum ReceivedKind
{
    /// <summary>A whole text message, checked to be UTF-8.</summary>
    Text,

    /// <summary>A whole binary message.</summary>
    Binary,

    /// <summary>A message over the limit; the rest of it may not have arrived.</summary>
    TooLarge,

    /// <summary>The client's close frame.</summary>
    ClientClosed,

    /// <summary>No more can be read: the connection is gone, or what came is not WebSocket and the close frame saying so is made.</summary>
    Failed,
}
