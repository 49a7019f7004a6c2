using GameServer.Actors;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>A reader's way into a session actor's mailbox.</summary>
internal sealed class SessionInbox(ActorRef session) : ISessionInbox
{
    /// <inheritdoc />
    public bool TryReceive(IClientConnection from, ClientEnvelope envelope) =>
        session.Tell(new SessionMessage.FromClient(from, envelope)) switch
        {
            TellAnswer.Taken => true,
            TellAnswer.Full => false,
            TellAnswer.Stopped => EndOf(from),
        };

    /// <inheritdoc />
    public void ConnectionLost(IClientConnection connection) => session.TellAlways(new SessionMessage.ConnectionLost(connection));

    private static bool EndOf(IClientConnection connection)
    {
        connection.Close(CloseCode.SessionError, "The session has ended.");
        return true;
    }
}
