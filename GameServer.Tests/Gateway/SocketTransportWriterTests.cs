using System.Net;
using System.Net.Sockets;
using GameServer.Gateway;
using GameServer.Tests.Sessions;

namespace GameServer.Tests.Gateway;

/// <summary>Writing straight to a socket, over loopback.</summary>
public sealed class SocketTransportWriterTests : IDisposable
{
    private const int Gone = -1;

    private readonly Socket _server;
    private readonly Socket _client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly SocketTransportWriter _writer;

    public SocketTransportWriterTests()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client.Connect(listener.LocalEndPoint!);
        _server = listener.Accept();
        _server.Blocking = false;
        _writer = new SocketTransportWriter(_server, new RecordingConnection().Outbox);
    }

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
    }

    [Fact]
    public void What_the_socket_takes_arrives()
    {
        _writer.WriteSome("hello"u8).ShouldBe(5);

        var read = new byte[16];
        var count = _client.Receive(read);
        read[..count].ShouldBe("hello"u8.ToArray());
    }

    [Fact]
    public void A_client_that_does_not_read_fills_its_socket_which_then_takes_nothing()
    {
        var piece = new byte[100_000];
        int taken;
        do
        {
            taken = _writer.WriteSome(piece);
        }
        while (taken > 0);

        taken.ShouldBe(0);
    }

    [Fact]
    public void A_connection_that_the_client_has_reset_is_gone()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Dispose();
        _server.Poll(-1, SelectMode.SelectRead).ShouldBeTrue();

        _writer.WriteSome("hello"u8).ShouldBe(Gone);
        _writer.WriteSome("hello"u8).ShouldBe(Gone);
    }

    [Fact]
    public void A_socket_that_the_server_has_closed_is_gone()
    {
        _server.Dispose();

        _writer.WriteSome("hello"u8).ShouldBe(Gone);
    }
}
