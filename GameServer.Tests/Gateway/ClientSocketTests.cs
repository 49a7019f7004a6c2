using System.IO.Pipelines;
using GameServer.Gateway;
using GameServer.Protocol.V1;
using GameServer.Sessions;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Sessions;

namespace GameServer.Tests.Gateway;

/// <summary>What becomes of a connection when its writer cannot go on.</summary>
public sealed class ClientSocketTests
{
    [Fact]
    public async Task A_connection_whose_writer_has_ended_is_cut_once_though_its_reader_hears_nothing()
    {
        var time = new ManualTime();
        var options = new GatewayOptions();
        var (input, output) = (new Pipe(), new Pipe());
        await output.Reader.CompleteAsync();
        var (cuts, ended) = (0, 0);
        var socket = new ClientSocket(
            1,
            Subprotocol.Binary,
            new Upgraded(input.Reader, output.Writer, new ConnectionEnd(() => cuts++), Surroundings.Nowhere),
            Surroundings.With(options, time),
            converse => new EchoConversation(converse),
            _ => ended++);
        var running = socket.RunAsync();
        socket.Outbox.PutWire(WireFrame.Ping);
        await Until.TrueAsync(() => socket.Outbox.State == OutboxState.Ended, "the writer has found the transport gone");
        socket.CheckDeadlines(time.GetTimestamp());
        cuts.ShouldBe(0, "the reader may end by itself");
        time.Advance(TimeSpan.FromMilliseconds(options.CloseTimeoutMs));
        socket.CheckDeadlines(time.GetTimestamp());
        socket.CheckDeadlines(time.GetTimestamp());
        cuts.ShouldBe(1);
        await input.Writer.CompleteAsync();
        await running.WaitAsync(GatewayHost.Patience);
        ended.ShouldBe(1);
    }

    [Fact]
    public async Task A_frame_that_cannot_be_written_closes_its_connection_with_SESSION_ERROR_and_no_other()
    {
        await using var host = await GatewayHost.StartAsync();
        using var json = await RawClient.OpenAsync(host, subprotocol: "gameserver.v1.json");
        await json.SendAsync(RawClient.Frame(0x81, "[{\"hello\":{\"protocolVersion\":1}}]"u8));
        var jsonSession = await host.Door.NextSessionAsync();
        using var binary = await RawClient.WelcomedAsync(host);
        var binarySession = await host.Door.NextSessionAsync();
        var frame = UnwritableFrame.New();
        jsonSession.Connection.Outbox.Send(frame).ShouldBe(OutboxAnswer.Closed);
        binarySession.Connection.Outbox.Send(frame).ShouldBe(OutboxAnswer.Taken);
        (await json.ReadCloseAsync()).ShouldBe((int)CloseCode.SessionError);
        (await binary.ReadBatchAsync()).Envelopes.Single().Update.Room.ShouldBe(1u);
    }
}
