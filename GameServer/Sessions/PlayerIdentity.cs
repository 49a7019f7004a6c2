using GameServer.Protocol.Identity;

namespace GameServer.Sessions;

/// <summary>Who a connection's player is, as the authenticator found.</summary>
/// <param name="Id">The same for every session of this player.</param>
/// <param name="Name">Display name, 1 to 32 characters, no control characters.</param>
/// <param name="Rights">What its token allows, for example "publisher".</param>
/// <param name="IsGuest">True for a generated identity.</param>
internal sealed record PlayerIdentity(PlayerId Id, string Name, IReadOnlySet<string> Rights, bool IsGuest);
