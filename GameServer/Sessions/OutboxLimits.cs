namespace GameServer.Sessions;

/// <summary>
/// How much may wait for one client, and how much of it one WebSocket message may hold. A frame for which nothing has to wait is taken
/// whatever its size: a room's state fits in JSON too, which is several times larger than what the room's limit counts.
/// </summary>
/// <param name="FramesMax">Frames that wait or are being written.</param>
/// <param name="BytesMax">Bytes that wait or are being written.</param>
/// <param name="BatchBytesMax">Bytes of one flush; a larger frame goes alone.</param>
internal sealed record OutboxLimits(int FramesMax, int BytesMax, int BatchBytesMax);
