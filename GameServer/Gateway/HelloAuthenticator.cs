using GameServer.Protocol.V1;

namespace GameServer.Gateway;

/// <summary>
/// The built-in authenticator: a Hello with a token goes to the tokens, one without is a guest, as far as there are such.
/// </summary>
/// <param name="guests">Null when guests are not admitted.</param>
/// <param name="tokens">Null when no key is configured.</param>
internal sealed class HelloAuthenticator(GuestAuthenticator? guests, TokenAuthenticator? tokens) : IAuthenticator
{
    /// <inheritdoc />
    public ValueTask<AuthenticationResult> AuthenticateAsync(Hello hello, string remoteAddress, CancellationToken cancel)
    {
        if (hello.Token.Length == 0)
        {
            return guests?.AuthenticateAsync(hello, remoteAddress, cancel)
                ?? Refused("This server does not admit guests: Hello needs a token.");
        }

        return tokens?.AuthenticateAsync(hello, remoteAddress, cancel) ?? Refused("This server does not accept tokens.");
    }

    private static ValueTask<AuthenticationResult> Refused(string reason) => new(new AuthenticationResult.Refused(reason));
}
