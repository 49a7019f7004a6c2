using System.Net.Http;
using System.Text;
using GameServer.Links;
using GameServer.Tests.Gateway;

namespace GameServer.Tests.Links;

public sealed class WebSocketLinkTests
{
    private static readonly byte[] OldKey = Encoding.ASCII.GetBytes("the key that was in use until today .");
    private static readonly byte[] NewKey = Encoding.ASCII.GetBytes("the key that is in use from today on ");
    private static readonly LinkOptions Hasty = new() { PingIntervalMs = 50, SilenceTimeoutMs = 500 };

    [Fact]
    public async Task Two_processes_link_up_and_messages_pass_both_ways()
    {
        await using var alpha = await WebSocketNode.StartAsync("alpha-1");
        await using var beta = await WebSocketNode.StartAsync("beta-1");

        await LinkAsync(alpha, beta);
        alpha.Node.Put(beta.Node, "to beta");
        beta.Node.Put(alpha.Node, "to alpha");

        await beta.UntilAsync("alpha-1: to beta");
        await alpha.UntilAsync("beta-1: to alpha");
    }

    [Fact]
    public async Task Megabytes_arrive_whole_and_in_order()
    {
        await using var alpha = await WebSocketNode.StartAsync("alpha-1");
        await using var beta = await WebSocketNode.StartAsync("beta-1");
        await LinkAsync(alpha, beta);

        var sent = new StringBuilder();
        for (var put = 0; put < 2_000; put++)
        {
            var text = new string((char)('a' + (put % 26)), put % 10 == 0 ? 20_000 : 50) + ";";
            sent.Append(text);
            alpha.Node.Put(beta.Node, text).ShouldBe(LinkAnswer.Taken);
        }

        await Until.TrueAsync(() => alpha.Node.Table.Find(beta.Node.Process)!.BytesHeld == 0, "all has left");
        alpha.Node.Put(beta.Node, "end");
        sent.Append("end");
        await Until.TrueAsync(() => beta.Inbox.Lines[^1].EndsWith("end", StringComparison.Ordinal), "the end has arrived");
        var received = string.Concat(beta.Inbox.Lines.Skip(1).Select(line => line["alpha-1: ".Length..]));
        (received == sent.ToString()).ShouldBeTrue("something else arrived");
    }

    [Fact]
    public async Task A_process_with_another_secret_gets_no_link_and_both_sides_say_so_without_the_secret()
    {
        await using var alpha = await WebSocketNode.StartAsync("alpha-1", null, OldKey);
        await using var beta = await WebSocketNode.StartAsync("beta-1", null, NewKey);

        alpha.Meet(beta.Target);
        beta.Meet(alpha.Target);

        await alpha.UntilLoggedAsync("WrongSecret");
        await beta.UntilLoggedAsync("WrongSecret");
        alpha.Inbox.Lines.ShouldBeEmpty();
        beta.Inbox.Lines.ShouldBeEmpty();
        alpha.Node.Log.Concat(beta.Node.Log).ShouldAllBe(line => !line.Contains("in use"));
    }

    [Fact]
    public async Task A_key_is_replaced_while_both_are_known()
    {
        await using var alpha = await WebSocketNode.StartAsync("alpha-1", null, NewKey, OldKey);
        await using var beta = await WebSocketNode.StartAsync("beta-1", null, OldKey, NewKey);

        await LinkAsync(alpha, beta);
    }

    [Fact]
    public async Task Another_process_at_the_address_is_not_the_one_that_was_meant()
    {
        await using var alpha = await WebSocketNode.StartAsync("alpha-1");
        await using var beta = await WebSocketNode.StartAsync("beta-2");

        alpha.Meet(new LinkTarget(new("beta-1"), beta.Target.Address));

        await alpha.UntilLoggedAsync("WrongNode");
        await beta.UntilLoggedAsync("WrongNode");
        alpha.Inbox.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_that_ends_is_refused_on_the_side_that_dials_and_on_the_side_that_probes()
    {
        await using var beta = await WebSocketNode.StartAsync("beta-1");
        var alpha = await WebSocketNode.StartAsync("alpha-1");
        var gamma = await WebSocketNode.StartAsync("gamma-1");
        beta.Meet(alpha.Target, gamma.Target);
        alpha.Meet(beta.Target);
        gamma.Meet(beta.Target);
        await beta.UntilAsync("up alpha-1");
        await beta.UntilAsync("up gamma-1");

        await alpha.DisposeAsync();
        await gamma.DisposeAsync();

        await beta.UntilAsync("refused alpha-1");
        await beta.UntilAsync("refused gamma-1");
        beta.Inbox.Lines.ShouldContain("down alpha-1");
        beta.Inbox.Lines.ShouldContain("down gamma-1");
    }

    [Fact]
    public async Task A_message_that_is_too_large_for_the_other_side_breaks_the_link_and_it_comes_back()
    {
        var small = new LinkOptions { MessageBytesMax = 65_536, OutboxBytesMax = 65_536 };
        await using var alpha = await WebSocketNode.StartAsync("alpha-1");
        await using var beta = await WebSocketNode.StartAsync("beta-1", small);
        await LinkAsync(alpha, beta);

        alpha.Node.Put(beta.Node, new string('x', 65_537));

        await Until.TrueAsync(() => beta.Inbox.Lines.Count == 3, "the link is back");
        beta.Inbox.Lines.ShouldBe(["up alpha-1", "down alpha-1", "up alpha-1"]);
        await beta.UntilLoggedAsync("65536 bytes");
    }

    [Fact]
    public async Task A_link_through_which_nothing_comes_any_more_breaks_on_both_sides_and_is_made_anew()
    {
        await using var alpha = await WebSocketNode.StartAsync("alpha-1", Hasty);
        await using var beta = await WebSocketNode.StartAsync("beta-1", Hasty);
        using var relay = new TcpRelay(beta.Target.Address);
        alpha.Meet(beta.Target with { Address = relay.Address });
        beta.Meet(alpha.Target);
        await alpha.UntilAsync("up beta-1");
        await beta.UntilAsync("up alpha-1");

        relay.FallSilent();
        await alpha.UntilAsync("down beta-1");
        await beta.UntilAsync("down alpha-1");
        alpha.Inbox.Take();
        beta.Inbox.Take();

        relay.Speak();
        await alpha.UntilAsync("up beta-1");
        await beta.UntilAsync("up alpha-1");
    }

    [Fact]
    public async Task A_side_that_still_believes_in_a_dead_connection_takes_the_next_one()
    {
        // The acceptor would notice the silence only much later.
        await using var alpha = await WebSocketNode.StartAsync("alpha-1", Hasty);
        await using var beta = await WebSocketNode.StartAsync("beta-1", Hasty with { SilenceTimeoutMs = 600_000 });
        using var relay = new TcpRelay(beta.Target.Address);
        alpha.Meet(beta.Target with { Address = relay.Address });
        beta.Meet(alpha.Target);
        await alpha.UntilAsync("up beta-1");

        relay.FallSilent();
        await alpha.UntilAsync("down beta-1");
        beta.Inbox.Lines.ShouldBe(["up alpha-1"]);
        alpha.Inbox.Take();
        relay.Speak();
        await alpha.UntilAsync("up beta-1");
        alpha.Node.Put(beta.Node, "new").ShouldBe(LinkAnswer.Taken);

        await beta.UntilAsync("alpha-1: new");
        beta.Inbox.Lines.ShouldBe(["up alpha-1", "down alpha-1", "up alpha-1", "alpha-1: new"]);
    }

    [Fact]
    public async Task Whatever_else_is_asked_of_the_port_is_not_found()
    {
        await using var alpha = await WebSocketNode.StartAsync("alpha-1");
        using var http = new HttpClient();

        foreach (var path in (string[])["/link", "/ws", "/", "/metrics"])
        {
            using var answer = await http.GetAsync(new Uri($"http://{alpha.Target.Address}{path}"));
            answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        }
    }

    private static async Task LinkAsync(WebSocketNode alpha, WebSocketNode beta)
    {
        alpha.Meet(beta.Target);
        beta.Meet(alpha.Target);
        await alpha.UntilAsync($"up {beta.Node.Process}");
        await beta.UntilAsync($"up {alpha.Node.Process}");
    }
}
