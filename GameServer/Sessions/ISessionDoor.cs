using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>Where an authenticated connection becomes a session's connection.</summary>
internal interface ISessionDoor
{
    /// <summary>A new session. The session answers Welcome itself.</summary>
    ValueTask<DoorAnswer> OpenAsync(IClientConnection connection, PlayerIdentity player, CancellationToken cancel);

    /// <summary>Goes on with the token's session, on whichever node it was.</summary>
    ValueTask<DoorAnswer> ResumeAsync(IClientConnection connection, Resume resume, CancellationToken cancel);
}

/// <summary>What the door says to a connection.</summary>
internal abstract record DoorAnswer
{
    private DoorAnswer()
    {
    }

    internal sealed record Opened(ISessionInbox Session) : DoorAnswer;

    internal sealed record Refused(CloseCode Code, string Reason) : DoorAnswer;
}
