using GameServer.Sessions;

namespace GameServer.Gateway;

/// <summary>The subprotocols by the names under which clients offer them.</summary>
internal static class SubprotocolNames
{
    internal const string Binary = "gameserver.v1.proto";
    internal const string Json = "gameserver.v1.json";

    /// <summary>All of them; of those that a client offers, its first counts.</summary>
    internal static IReadOnlyList<string> All { get; } = [Binary, Json];

    /// <summary>The form of frames; binary where an endpoint agrees on no subprotocol.</summary>
    internal static Subprotocol Form(string? name) => name == Json ? Subprotocol.Json : Subprotocol.Binary;
}
