using System.Text;
using GameServer.Links;
using GameServer.Tests.Gateway;
using GameServer.Tests.Links;

namespace GameServer.Tests.Fuzzing;

/// <summary>Damaged frames and greetings at the door for other nodes.</summary>
public sealed class LinkFuzzTests
{
    private static readonly byte[] Handshake = Encoding.ASCII.GetBytes(
        $"GET /link HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
        $"Sec-WebSocket-Key: {RawClient.Key}\r\n\r\n");

    [Fact]
    public async Task Strangers_at_the_door_for_nodes_keep_no_node_out_and_get_nothing_in()
    {
        await using var alpha = await WebSocketNode.StartAsync("alpha-1");
        await using var beta = await WebSocketNode.StartAsync("beta-1");
        await Fuzz.RunAsync(
            nameof(LinkFuzzTests), 200, atOnce: 8, one => PlayAsync(new Uri($"http://{beta.Target.Address}"), one));
        beta.Inbox.Lines.ShouldBeEmpty();
        alpha.Meet(beta.Target);
        beta.Meet(alpha.Target);
        await Task.WhenAll(alpha.UntilAsync("up beta-1"), beta.UntilAsync("up alpha-1"));
        alpha.Node.Put(beta.Node, "hello").ShouldBe(LinkAnswer.Taken);
        await beta.UntilAsync("alpha-1: hello");
    }

    private static async Task PlayAsync(Uri address, FuzzCase one)
    {
        List<byte> frames = [];
        for (var count = one.Random.Next(1, 5); count > 0; count--)
        {
            var payload = Mutation.Of(one.Random, GreetingFuzzTests.Corpus, []);
            frames.AddRange(RawClient.Frame(one.Random.Next(8) == 0 ? one.Random.Next(256) : 0x82, payload));
        }

        one.Bytes = one.Random.Next(2) == 0 ? [.. frames] : Mutation.Of(one.Random, [[.. frames]], []);
        using var client = await RawClient.ConnectAsync(address);
        await client.SendAsync(Handshake);
        (await client.ReadHeadAsync()).ShouldStartWith("HTTP/1.1 101 ");
        await FuzzedConnection.TalkAsync(client, one);
    }
}
