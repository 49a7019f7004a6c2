using System.Text;
using GameServer.Links;

namespace GameServer.Tests.Contracts;

public sealed class LinkTransportTests
{
    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_message_arrives_whole_also_an_empty_one_and_the_sender_is_told_that_it_left(LinkForm form)
    {
        await using var rig = await LinkTransportRig.StartAsync(form);
        var (dialer, acceptor) = await rig.ConnectAsync();

        await SendAsync(rig, dialer, "hello");
        await SendAsync(rig, dialer, "");
        await SendAsync(rig, acceptor, "back");
        await rig.UntilAsync(() => acceptor.Lines.Count == 4 && dialer.Lines.Count == 4, "all has arrived");

        acceptor.Lines.ShouldBe(["opened", "received hello", "received ", "sent"], ignoreOrder: true);
        dialer.Lines.ShouldBe(["opened", "sent", "sent", "received back"], ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Messages_come_in_order(LinkForm form)
    {
        await using var rig = await LinkTransportRig.StartAsync(form);
        var (dialer, acceptor) = await rig.ConnectAsync();

        for (var number = 0; number < 50; number++)
        {
            await SendAsync(rig, dialer, number.ToString("D2"));
        }

        await rig.UntilAsync(() => acceptor.Has("received 49"), "the last has arrived");
        acceptor.Lines.Skip(1).ShouldBe(Enumerable.Range(0, 50).Select(number => $"received {number:D2}"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_next_message_comes_when_the_last_has_been_used(LinkForm form)
    {
        await using var rig = await LinkTransportRig.StartAsync(form);
        var slow = new LinkEnd { GoesOn = false };
        rig.Transport.Dial(rig.Address, slow);
        await rig.UntilAsync(() => slow.Connection is not null && rig.Accepted.Count == 1, "the connection is open");

        await SendAsync(rig, rig.Accepted[0], "one");
        await SendAsync(rig, rig.Accepted[0], "two");
        await rig.UntilAsync(() => slow.Has("received one"), "the first has arrived");
        await SendAsync(rig, slow, "an answer that shows that time has passed");
        await rig.UntilAsync(() => rig.Accepted[0].Lines.Any(line => line.Contains("answer")), "the answer has arrived");
        slow.Has("received two").ShouldBeFalse();

        slow.Connection!.Next();
        await rig.UntilAsync(() => slow.Has("received two"), "the second has arrived");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task An_address_where_nobody_listens_refuses(LinkForm form)
    {
        await using var rig = await LinkTransportRig.StartAsync(form);
        var end = new LinkEnd();

        rig.Transport.Dial(rig.DeadAddress, end);

        await rig.UntilAsync(() => end.Lines.Count > 0, "the dial has ended");
        end.Lines.ShouldBe(["refused"]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Both_ends_learn_that_one_has_closed_and_each_once(LinkForm form)
    {
        await using var rig = await LinkTransportRig.StartAsync(form);
        var (dialer, acceptor) = await rig.ConnectAsync();

        acceptor.Connection!.Close();
        acceptor.Connection.Close();
        await rig.UntilAsync(() => dialer.Has("closed") && acceptor.Has("closed"), "both ends are closed");
        dialer.Connection!.Close();
        dialer.Connection.Send(new byte[10]);

        var (another, _) = await rig.ConnectAsync();
        another.Connection!.Close();
        await rig.UntilAsync(() => another.Has("closed"), "another connection is closed");
        dialer.Lines.ShouldBe(["opened", "closed"]);
        acceptor.Lines.ShouldBe(["opened", "closed"]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Whoever_has_not_proved_who_it_is_can_send_only_little(LinkForm form)
    {
        await using var rig = await LinkTransportRig.StartAsync(form);
        var (dialer, acceptor) = await rig.ConnectAsync(areTrusted: false);

        dialer.Connection!.Send(new byte[LinkOptions.GreetingBytesMax + 1]);

        await rig.UntilAsync(() => dialer.Has("closed") && acceptor.Has("closed"), "the connection is closed");
        acceptor.Lines.ShouldBe(["opened", "closed"]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_message_over_the_limit_ends_the_connection_and_one_at_the_limit_arrives(LinkForm form)
    {
        await using var rig = await LinkTransportRig.StartAsync(form, new LinkOptions { MessageBytesMax = 1_000_000 });
        var (dialer, acceptor) = await rig.ConnectAsync();

        dialer.Connection!.Send(new byte[1_000_000]);
        await rig.UntilAsync(() => acceptor.Has("received 1000000 bytes") && dialer.Has("sent"), "the message has arrived");
        dialer.Connection.Send(new byte[1_000_001]);

        await rig.UntilAsync(() => dialer.Has("closed") && acceptor.Has("closed"), "the connection is closed");
        acceptor.Lines.ShouldBe(["opened", "received 1000000 bytes", "closed"]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_connection_that_nobody_reads_from_can_be_closed_while_it_sends(LinkForm form)
    {
        await using var rig = await LinkTransportRig.StartAsync(form);
        rig.AcceptedGoOn = false;
        var stuck = new LinkEnd { GoesOn = false };
        rig.Transport.Dial(rig.Address, stuck);
        await rig.UntilAsync(() => stuck.Connection is not null && rig.Accepted.Count == 1, "the connection is open");
        foreach (var end in (LinkEnd[])[stuck, rig.Accepted[0]])
        {
            end.Connection!.Trust();
            await SendAsync(rig, end, "never used");
            end.Connection.Send(new byte[50_000_000]);
        }

        stuck.Connection!.Close();
        rig.Accepted[0].Connection!.Close();

        await rig.UntilAsync(() => stuck.Has("closed") && rig.Accepted[0].Has("closed"), "both ends are closed");
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task What_comes_is_seen_to_come(LinkForm form)
    {
        await using var rig = await LinkTransportRig.StartAsync(form);
        var (dialer, acceptor) = await rig.ConnectAsync();
        var before = acceptor.Connection!.BytesReceived;

        dialer.Connection!.Send(default);

        await rig.UntilAsync(() => acceptor.Connection.BytesReceived > before, "the empty message is counted");
    }

    public static TheoryData<LinkForm> Forms() => [LinkForm.Memory, LinkForm.WebSocket, LinkForm.Tls];

    private static async Task SendAsync(LinkTransportRig rig, LinkEnd from, string text)
    {
        var sent = from.Lines.Count(line => line == "sent");
        from.Connection!.Send(Encoding.UTF8.GetBytes(text));
        await rig.UntilAsync(() => from.Lines.Count(line => line == "sent") > sent, $"'{text}' has left");
    }
}
