using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GameServer.Bench.Baseline;

/// <summary>
/// What the server is compared with: Kestrel, ASP.NET Core's own WebSockets and one send per message and member; no sessions, no actors, no
/// protocol. The group's name is in the query; an empty message says that the connection is in it.
/// </summary>
internal static class BaselineServer
{
    internal static int Run()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        using var app = builder.Build();
        var groups = new BaselineGroups();
        app.UseWebSockets();
        app.Map("/", context => ConverseAsync(context, groups));
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine(app.Urls.First()));
        app.Run();
        return 0;
    }

    private static async Task ConverseAsync(HttpContext context, BaselineGroups groups)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false);
        var member = new BaselineMember(socket);
        var group = groups.Of(context.Request.Query["room"].ToString());
        group.Add(member);
        try
        {
            await member.SendAsync(default).ConfigureAwait(false);
            await RelayAsync(socket, group).ConfigureAwait(false);
        }
        catch (WebSocketException)
        {
            // The client is gone.
        }
        finally
        {
            group.Remove(member);
        }
    }

    private static async Task RelayAsync(WebSocket socket, BaselineGroup group)
    {
        var buffer = new byte[1024];
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).ConfigureAwait(false);
                return;
            }

            var message = buffer.AsMemory(0, received.Count);
            foreach (var member in group.Members)
            {
                await member.SendAsync(message).ConfigureAwait(false);
            }
        }
    }
}
