using GameServer.Protocol;

namespace GameServer.Client;

/// <summary>Why a client is closed and what to do about it.</summary>
/// <param name="Code">The WebSocket close code; 1000 when the program itself closed, 1006 when there was none.</param>
/// <param name="Reason">A sentence for people.</param>
/// <param name="Action">
/// <see cref="ClientAction.LogInAgain"/>: the session is over or never began; connect a new client and join the rooms anew.
/// <see cref="ClientAction.DoNotReturn"/>: not before the player or the program asks for it.
/// </param>
public sealed record ClosedInfo(int Code, string Reason, ClientAction Action);
