namespace GameServer.Sessions;

/// <summary>Bytes that are handed to the transport in one go.</summary>
/// <param name="Bytes">What is written.</param>
/// <param name="Rented">Where the bytes are, if the array goes back to the pool afterwards.</param>
/// <param name="Frames">How many frames end in them.</param>
/// <param name="FrameBytes">What of them counts against the outbox's limit.</param>
/// <param name="UpdateBytes">What of that is rooms' updates.</param>
/// <param name="Continues">They are in the middle of a WebSocket message: where its beginning was written they must follow.</param>
internal readonly record struct OutboxPiece(
    ReadOnlyMemory<byte> Bytes, byte[]? Rented, int Frames, int FrameBytes, int UpdateBytes = 0, bool Continues = false);
