using GameServer.Actors;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Sessions;

/// <summary>The gateway's way to the sessions: checks resume tokens and asks the directory.</summary>
internal sealed class SessionDoor(ActorRef directory, ResumeTokens tokens, IIdSource ids) : ISessionDoor
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async ValueTask<DoorAnswer> OpenAsync(IClientConnection connection, PlayerIdentity player, CancellationToken cancel)
    {
        var session = new SessionId(ids.NewId());
        return await Ask(answer => new SessionDirectory.Connect(session, player, connection, null, default, answer))
            .ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask<DoorAnswer> ResumeAsync(IClientConnection connection, Resume resume, CancellationToken cancel)
    {
        var ticket = await tokens.ReadAsync(resume.ResumeToken).ConfigureAwait(false);
        if (ticket is null)
        {
            return new DoorAnswer.Refused(CloseCode.SessionExpired, "The resume token is not good any more.");
        }

        var (session, player, generation) = ticket;
        return await Ask(answer => new SessionDirectory.Connect(session, player, connection, resume, generation, answer))
            .ConfigureAwait(false);
    }

    private async Task<DoorAnswer> Ask(Func<ReplyTo<DoorAnswer>, object> question)
    {
        try
        {
            return await directory.Ask(question, AnswerTimeout).ConfigureAwait(false);
        }
        catch (Exception late) when (late is TimeoutException or AskRefusedException)
        {
            return new DoorAnswer.Refused(CloseCode.Overloaded, "The server is too busy to open a session.");
        }
    }
}
