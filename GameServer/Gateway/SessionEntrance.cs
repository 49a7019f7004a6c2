using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Telemetry;

namespace GameServer.Gateway;

/// <summary>From the first frame of a connection to its session, or to why there is none.</summary>
internal sealed class SessionEntrance(IAuthenticator authenticator, ISessionDoor door, SocketSurroundings around)
{
    private const uint ProtocolVersion = 1;

    private static readonly DoorAnswer.Refused WrongVersion =
        new(CloseCode.VersionUnsupported, $"This server speaks protocol version {ProtocolVersion}.");

    private TimeSpan Timeout => TimeSpan.FromMilliseconds(around.Options.AuthenticationTimeoutMs);

    internal ValueTask<DoorAnswer> EnterAsync(ClientSocket socket, ClientEnvelope first) => first.KindCase switch
    {
        ClientEnvelope.KindOneofCase.Hello when first.Hello.ProtocolVersion != ProtocolVersion => new(WrongVersion),
        ClientEnvelope.KindOneofCase.Resume when first.Resume.ProtocolVersion != ProtocolVersion => new(WrongVersion),
        ClientEnvelope.KindOneofCase.Hello => OpenAsync(socket, first.Hello),
        ClientEnvelope.KindOneofCase.Resume => ThroughDoorAsync(socket, cancel => door.ResumeAsync(socket, first.Resume, cancel)),
        _ => new(new DoorAnswer.Refused(CloseCode.ProtocolError, "The first frame must be Hello or Resume.")),
    };

    private async ValueTask<DoorAnswer> OpenAsync(ClientSocket socket, Hello hello)
    {
        AuthenticationResult found;
        try
        {
            // Whoever wrote the authenticator need not know that this is a thread of the sockets.
            await Task.Yield();
            using var limit = new CancellationTokenSource(Timeout, around.Time);
            found = await authenticator.AuthenticateAsync(hello, socket.RemoteAddress, limit.Token).AsTask()
                .WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            around.Meter.Failed();
            around.Logger.AuthenticationFailed(socket.Number, failure);
            return new DoorAnswer.Refused(CloseCode.SessionError, "The player could not be authenticated for a fault of the server.");
        }

        return found is AuthenticationResult.Accepted accepted
            ? await ThroughDoorAsync(socket, cancel => door.OpenAsync(socket, accepted.Player, cancel)).ConfigureAwait(false)
            : new DoorAnswer.Refused(CloseCode.Unauthenticated, ((AuthenticationResult.Refused)found).Reason);
    }

    private async ValueTask<DoorAnswer> ThroughDoorAsync(ClientSocket socket, Func<CancellationToken, ValueTask<DoorAnswer>> ask)
    {
        Task<DoorAnswer>? answer = null;
        try
        {
            using var limit = new CancellationTokenSource(Timeout, around.Time);
            answer = ask(limit.Token).AsTask();
            return await answer.WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            around.Meter.Failed();
            around.Logger.SessionFailed(socket.Number, failure);
            _ = answer is null ? Task.CompletedTask : LeaveLateSessionAsync(answer, socket);
            return new DoorAnswer.Refused(CloseCode.SessionError, "The session could not be opened for a fault of the server.");
        }
    }

    // A session that opens after its connection gave up must hear that nobody is there.
    private static async Task LeaveLateSessionAsync(Task<DoorAnswer> answer, ClientSocket socket)
    {
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (answer.IsCompletedSuccessfully && answer.Result is DoorAnswer.Opened opened)
        {
            opened.Session.ConnectionLost(socket);
        }
    }
}
