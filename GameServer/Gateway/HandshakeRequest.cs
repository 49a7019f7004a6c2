using Microsoft.AspNetCore.Http;

namespace GameServer.Gateway;

/// <summary>What the handshake rules look at.</summary>
/// <param name="Method">Such as GET.</param>
/// <param name="HttpVersion">Such as HTTP/1.1.</param>
/// <param name="Headers">As received.</param>
internal sealed record HandshakeRequest(string Method, string HttpVersion, IHeaderDictionary Headers);

/// <summary>What an endpoint asks of a handshake.</summary>
/// <param name="Origins">Which pages may connect.</param>
/// <param name="Subprotocols">Of which the client must offer one; empty: none is agreed on and none is needed.</param>
internal sealed record HandshakeRules(OriginRule Origins, IReadOnlyList<string> Subprotocols);
