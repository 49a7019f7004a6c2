using GameServer.Actors;
using GameServer.Protocol.Codecs;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>A reader's way into a session actor's mailbox.</summary>
internal sealed class SessionInbox(ActorRef session, ClientCommandPool commands) : ISessionInbox
{
    /// <inheritdoc />
    public bool TryReceive(IClientConnection from, ClientEnvelope envelope) =>
        IsTaken(session.Tell(new SessionMessage.FromClient(from, envelope)), from);

    /// <inheritdoc />
    public bool TryReceive(IClientConnection from, CommandFields command)
    {
        var message = commands.Take(from, command);
        var answer = session.Tell(message);
        if (answer != TellAnswer.Taken)
        {
            commands.GiveBack(message);
        }

        return IsTaken(answer, from);
    }

    /// <inheritdoc />
    public void ConnectionLost(IClientConnection connection) => session.TellAlways(new SessionMessage.ConnectionLost(connection));

    private static bool IsTaken(TellAnswer answer, IClientConnection from) => answer switch
    {
        TellAnswer.Taken => true,
        TellAnswer.Full => false,
        TellAnswer.Stopped => EndOf(from),
    };

    private static bool EndOf(IClientConnection connection)
    {
        connection.Close(CloseCode.SessionError, "The session has ended.");
        return true;
    }
}
