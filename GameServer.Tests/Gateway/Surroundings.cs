using System.IO.Pipelines;
using GameServer.Gateway;
using GameServer.Sessions;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace GameServer.Tests.Gateway;

/// <summary>What a connection needs around it, without a server.</summary>
internal static class Surroundings
{
    internal static SocketSurroundings With(GatewayOptions options, TimeProvider? time = null) =>
        new(options, time ?? TimeProvider.System, new GatewayMeter(), NullLogger.Instance);

    internal static ClientSocket UnconnectedSocket() => new(
        1,
        Subprotocol.Binary,
        new Upgraded(Stream.Null, PipeWriter.Create(Stream.Null), () => { }, "nowhere"),
        With(new GatewayOptions()),
        socket => new EchoConversation(socket));
}
