using GameServer.Protocol.V1;
using Google.Protobuf;
using Microsoft.Playwright;

namespace GameServer.Tests.EndToEnd;

/// <summary>
/// The line between a page and its server: a test takes the server away from the page and gives it back, and says things in its name. On
/// Playwright's thread and the test's.
/// </summary>
internal sealed class ServerLine
{
    private const int ServiceRestart = 1012;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RoomAttached> _attached = [];
    private IWebSocketRoute? _page;
    private IWebSocketRoute? _server;
    private bool _away;

    internal static async Task<ServerLine> LayAsync(IPage page)
    {
        var line = new ServerLine();
        await page.RouteWebSocketAsync(url => url.EndsWith("/ws", StringComparison.Ordinal), line.Connect);
        return line;
    }

    /// <summary>From now on there is no server for the page.</summary>
    internal async Task TakeAwayAsync()
    {
        IWebSocketRoute page, server;
        lock (_gate)
        {
            _away = true;
            (page, server) = (_page!, _server!);
        }

        await page.CloseAsync(new() { Code = (int)CloseCode.ServerShutdown });
        await server.CloseAsync();
    }

    internal void GiveBack()
    {
        lock (_gate)
        {
            _away = false;
        }
    }

    /// <summary>What the server said last when it attached the page to its room of that type.</summary>
    internal RoomAttached Attached(string roomType)
    {
        lock (_gate)
        {
            return _attached[roomType].Clone();
        }
    }

    /// <summary>The page hears it from its server.</summary>
    internal void Say(params ServerEnvelope[] envelopes)
    {
        lock (_gate)
        {
            _page!.Send(new ServerBatch { Envelopes = { envelopes } }.ToByteArray());
        }
    }

    private void Connect(IWebSocketRoute page)
    {
        lock (_gate)
        {
            if (_away)
            {
                _ = page.CloseAsync(new() { Code = ServiceRestart });
                return;
            }

            (_page, _server) = (page, page.ConnectToServer());
            _server.OnMessage(Forward);
            // Else the server's answer to our own close overtakes the code that the page is to see.
            _server.OnClose((_, _) => { });
        }

        void Forward(IWebSocketFrame message)
        {
            Note(message.Binary!);
            page.Send(message.Binary!);
        }
    }

    private void Note(byte[] message)
    {
        lock (_gate)
        {
            foreach (var attached in ServerBatch.Parser.ParseFrom(message).Envelopes.Select(one => one.Attached).OfType<RoomAttached>())
            {
                _attached[attached.RoomType] = attached;
            }
        }
    }
}
