namespace GameServer.Sessions;

/// <summary>
/// How much may wait for one client, and how much of it one WebSocket message may hold. A frame for which nothing has to wait is taken
/// whatever its size: a room's state fits in JSON too, which is several times larger than what the room's limit counts.
/// </summary>
/// <param name="FramesMax">Frames that wait or are being written.</param>
/// <param name="BytesMax">Bytes that wait or are being written.</param>
/// <param name="BatchBytesMax">Bytes of one flush; a larger frame goes alone.</param>
/// <param name="UpdateBytesMax">
/// Bytes of rooms' updates that wait or are being written, unless a frame was larger: then so many. Who is behind by more than a snapshot
/// has is better off with a snapshot, and who can follow the updates is never behind by as much.
/// </param>
internal sealed record OutboxLimits(int FramesMax, int BytesMax, int BatchBytesMax, int UpdateBytesMax = int.MaxValue);
