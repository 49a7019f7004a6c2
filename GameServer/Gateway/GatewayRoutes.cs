using GameServer.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace GameServer.Gateway;

/// <summary>Puts the gateway's addresses into the web application.</summary>
internal static class GatewayRoutes
{
    // Conformance suites send messages of 16 MiB, and many small ones before they read.
    private const int EchoMessageBytesMax = 16_777_216;
    private const int EchoOutboxBytesMax = 4 * EchoMessageBytesMax;
    private const int EchoOutboxFramesMax = 1_000_000;

    /// <summary>Game clients connect here.</summary>
    internal static IEndpointConventionBuilder MapGameGateway(
        this IEndpointRouteBuilder routes,
        string path,
        UpgradePaths paths,
        ConnectionRegistry registry,
        SocketSurroundings around,
        IAuthenticator authenticator,
        ISessionDoor door)
    {
        var entrance = new SessionEntrance(authenticator, door, around);
        var rules = new HandshakeRules(new OriginRule(around.Options.Origins), SubprotocolNames.All);
        return Map(routes, paths, path, new SocketEndpoint(
            path, rules, registry, around, socket => new GameConversation(socket, entrance, around)));
    }

    /// <summary>Messages come back from here: the same handshake, reader and writer, but no subprotocol and no sessions.</summary>
    internal static IEndpointConventionBuilder MapEcho(
        this IEndpointRouteBuilder routes, string path, UpgradePaths paths, ConnectionRegistry registry, SocketSurroundings around)
    {
        var options = around.Options with
        {
            MessageBytesMax = EchoMessageBytesMax,
            OutboxBytesMax = EchoOutboxBytesMax,
            OutboxFramesMax = EchoOutboxFramesMax,
        };
        var rules = new HandshakeRules(new OriginRule(options.Origins), []);
        return Map(routes, paths, path, new SocketEndpoint(
            path, rules, registry, around.With(options), socket => new EchoConversation(socket)));
    }

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, UpgradePaths paths, string path, SocketEndpoint endpoint)
    {
        paths.Add(path, endpoint);
        return routes.Map(path, endpoint.HandleAsync);
    }
}
