using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Gateway;

/// <summary>Finds out who a client is from what its Hello says. It may wait for I/O; how long is bounded by the gateway.</summary>
internal interface IAuthenticator
{
    ValueTask<AuthenticationResult> AuthenticateAsync(Hello hello, string remoteAddress, CancellationToken cancel);
}

/// <summary>What an authenticator found.</summary>
internal abstract record AuthenticationResult
{
    private AuthenticationResult()
    {
    }

    internal sealed record Accepted(PlayerIdentity Player) : AuthenticationResult;

    /// <param name="Reason">A sentence for people; the connection is closed with UNAUTHENTICATED.</param>
    internal sealed record Refused(string Reason) : AuthenticationResult;
}
