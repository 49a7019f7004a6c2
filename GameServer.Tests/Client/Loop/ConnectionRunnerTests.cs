using System.Net;
using System.Net.Sockets;
using System.Text;
using GameServer.Client.Loop;
using GameServer.Client.Transport;

namespace GameServer.Tests.Client.Loop;

public sealed class ConnectionRunnerTests
{
    [Theory]
    [InlineData(400, 1008)]
    [InlineData(403, 1008)]
    [InlineData(426, 1008)]
    [InlineData(404, 1013)]
    [InlineData(429, 1013)]
    [InlineData(503, 1013)]
    public async Task A_handshake_that_is_refused_ends_with_the_code_that_says_whether_to_come_back(int status, int code)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var reports = new List<Report>();
        var runner = new ConnectionRunner(new WebSocketTransport(simulation: null), simulation: null, arrival => reports.Add(arrival.What));

        runner.Start(new Uri($"ws://{listener.LocalEndpoint}/ws"));
        using var server = await listener.AcceptSocketAsync();
        (await server.ReceiveAsync(new byte[4096])).ShouldBeGreaterThan(0);
        await server.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n"));
        await runner.Ended.WaitAsync(TimeSpan.FromSeconds(60));

        reports.ShouldBe([new Report.Ended(code, $"The handshake was answered with HTTP {status}.")]);
    }
}
