using System.IO.Pipelines;
using GameServer.Actors;
using GameServer.Gateway;
using GameServer.Sessions;
using GameServer.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace GameServer.Tests.Gateway;

/// <summary>What a connection needs around it, without a server.</summary>
internal static class Surroundings
{
    internal static AddressShare Nowhere => new("nowhere", new GatewayOptions().PerAddress, TimeSpan.Zero);

    internal static SocketSurroundings With(
        GatewayOptions options, TimeProvider? time = null, IMailboxScheduler? scheduler = null) => new(
        options,
        time ?? TimeProvider.System,
        new GatewayMeter(),
        NullLogger.Instance,
        scheduler ?? new ThreadPoolScheduler(),
        new OutboxPool());

    internal static ClientSocket UnconnectedSocket() => new(
        1,
        Subprotocol.Binary,
        new Upgraded(PipeReader.Create(Stream.Null), PipeWriter.Create(Stream.Null), new ConnectionEnd(() => { }), Nowhere),
        With(new GatewayOptions()),
        socket => new EchoConversation(socket),
        _ => { });
}
