using System.Net;
using System.Net.Sockets;
using GameServer.Bench.Load.Client;
using GameServer.Games.Arena;
using GameServer.Games.Relay;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Bench;

/// <summary>What the bench's clients write by hand, read by the protocol's own classes.</summary>
public sealed class GameFramesTests
{
    private readonly LoadClient _client = new(5, new RoomPlace(0, 0, 1), new RelayDialect(new Quiet()));

    [Fact]
    public void A_hello_and_a_join_say_what_they_should()
    {
        GameFrames.Hello(_client.Outgoing, 5);
        GameFrames.Join(_client.Outgoing, "relay", new string('k', 120));
        GameFrames.Create(_client.Outgoing, "still", 17);
        var sent = Sent();
        sent[0].Hello.ShouldBe(new Hello { ProtocolVersion = 1, Name = "Client 5", Client = "GameServer.Bench" });
        sent[1].Join.ShouldBe(new Join { Nonce = "n", Key = new RoomKey { RoomType = "relay", Key = new string('k', 120) } });
        sent[1].RequestId.ShouldBe(1u);
        sent[2].Join.ShouldBe(new Join { Nonce = "n17", Create = new CreateRoom { RoomType = "still" } });
        sent[2].RequestId.ShouldBe(17u);
    }

    [Fact]
    public void A_message_is_a_command_with_the_next_number_and_forty_bytes()
    {
        _client.RoomNumber = 300;
        _client.Sent = 999_999;
        _client.Answered = 999_998;
        _client.Dialect.Say(_client, meantFor: 123);
        var command = Sent().Single().Command;
        (command.Room, command.CommandSeq, command.RepliesSeen).ShouldBe((300u, 1_000_000ul, 999_998ul));
        var relayed = RelayCommand.Parser.ParseFrom(command.Payload);
        (relayed.Type, relayed.To, relayed.Data.Length).ShouldBe((1u, 0u, 40));
        RelayedMessage.Read(relayed.Data.Span).ShouldBe(new RelayedMessage(123, 0, 1_000_000));
    }

    [Fact]
    public void A_ship_is_steered_into_circles_and_a_member_leaves()
    {
        _client.RoomNumber = 2;
        _client.Sent = 1;
        GameFrames.Steer(_client);
        GameFrames.Leave(_client);
        var sent = Sent();
        ArenaCommand.Parser.ParseFrom(sent[0].Command.Payload).Steer.ShouldBe(new Steer { Turn = 1, Thrust = true });
        sent[1].Leave.ShouldBe(new Leave { Room = 2, Nonce = "l" });
    }

    [Fact]
    public void A_heartbeat_says_where_the_client_stands()
    {
        _client.RoomNumber = 2;
        _client.Answered = 4;
        _client.Chain.Take(new UpdateHead { Epoch = 1, Version = 70_000, IsSnapshot = true });
        GameFrames.Heartbeat(_client);
        Sent().Single().Heartbeat.Rooms.Single()
            .ShouldBe(new RoomPosition { Room = 2, Epoch = 1, Version = 70_000, RepliesSeen = 4 });
    }

    /// <summary>Sends what the client has to say to a socket of ours, and reads it as the server would.</summary>
    private List<ClientEnvelope> Sent()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        near.Connect(listener.LocalEndpoint);
        using var far = listener.AcceptSocket();
        _client.Outgoing.TryFlush((int)near.Handle).ShouldBeTrue();
        near.Shutdown(SocketShutdown.Send);
        using var stream = new NetworkStream(far);
        using var socket = System.Net.WebSockets.WebSocket.CreateFromStream(
            stream, new System.Net.WebSockets.WebSocketCreationOptions { IsServer = true });
        var buffer = new byte[4_096];
        var envelopes = new List<ClientEnvelope>();
        while (true)
        {
            try
            {
                var received = socket.ReceiveAsync(buffer, CancellationToken.None).GetAwaiter().GetResult();
                received.MessageType.ShouldBe(System.Net.WebSockets.WebSocketMessageType.Binary);
                received.EndOfMessage.ShouldBeTrue();
                envelopes.AddRange(ClientBatch.Parser.ParseFrom(buffer, 0, received.Count).Envelopes);
            }
            catch (System.Net.WebSockets.WebSocketException)
            {
                // The end: nothing more was sent.
                return envelopes;
            }
        }
    }

    private sealed class Quiet : ClientEvents;
}
