using GameServer.Admin;
using GameServer.Gateway;
using GameServer.Storage;
using GameServer.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GameServer;

/// <summary>Puts together what operators ask of a node, through it or through others.</summary>
internal static class AdminAssembly
{
    /// <summary>Without a token nobody may ask this node; it answers what other nodes pass on.</summary>
    internal static void MapAdmin(this WebApplication app, ServerOptions options, string name, ClientAddresses addresses)
    {
        var services = app.Services;
        var desk = Desk(services, options, name);
        var tokens = services.GetRequiredService<AdminTokens>();
        if (tokens.IsEmpty)
        {
            return;
        }

        string AddressOf(HttpContext context) =>
            addresses.Of(context.Connection.RemoteIpAddress, context.Request.Headers[ClientAddresses.Header]);
        var wrong = new WrongTokens(options.Admin.WrongTokensPerMinute, services.GetRequiredService<TimeProvider>(), AddressOf);
        var entrance = new AdminEntrance(tokens, wrong, services.GetRequiredService<AdminMeter>());
        app.MapMetrics(entrance, services.GetRequiredService<MetricBook>());
        app.MapAdminApi(new AdminApi(
            entrance, desk, services.GetRequiredService<ILoggerFactory>().CreateLogger(AdminApi.AuditCategory)));
        app.UseConsole();
    }

    private static AdminDesk Desk(IServiceProvider services, ServerOptions options, string name)
    {
        var (node, store) = (services.GetRequiredService<Node>(), services.GetRequiredService<StorePorts>());
        var (core, time) = (node.Core, services.GetRequiredService<TimeProvider>());
        var here = new AdminHere(
            new AdminFiguresHere(node, name, services.GetRequiredService<MetricBook>, time),
            new AdminSessionsHere(core, name),
            new AdminRoomsHere(core, store.Rooms, options.Rooms.CommandBytesMax, name),
            name,
            services.GetRequiredService<ILoggerFactory>().CreateLogger<AdminHere>());
        var peers = new AdminPeers(core, here, options.Links.OutboxBytesMax);
        var past = new AdminPast(store.Rooms, core.Types, core.Ids, time);
        var rooms = new AdminRoomDesk(core, store.Rooms, peers, past, time);
        return new AdminDesk(peers, rooms, past, store.Nodes, services.GetRequiredService<IHostApplicationLifetime>());
    }
}
