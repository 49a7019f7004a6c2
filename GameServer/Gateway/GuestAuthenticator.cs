using System.Collections.Frozen;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Sessions;

namespace GameServer.Gateway;

/// <summary>Gives everyone a new identity.</summary>
internal sealed class GuestAuthenticator(IIdSource ids) : IAuthenticator
{
    private const int NameSuffixLength = 4;

    /// <inheritdoc />
    public ValueTask<AuthenticationResult> AuthenticateAsync(Hello hello, string remoteAddress, CancellationToken cancel)
    {
        var id = ids.NewId();
        var wish = PlayerNames.Clean(hello.Name);
        var name = wish.Length > 0 ? wish : $"Guest-{id[^NameSuffixLength..].ToUpperInvariant()}";
        var player = new PlayerIdentity(new PlayerId($"guest-{id}"), name, FrozenSet<string>.Empty, IsGuest: true);
        return new(new AuthenticationResult.Accepted(player));
    }
}
