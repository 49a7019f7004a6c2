using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using GameServer.Links;
using GameServer.Telemetry;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Certificates;
using GameServer.Tests.Contracts;
using GameServer.Tests.Gateway;
using Microsoft.Extensions.DependencyInjection;

namespace GameServer.Tests.Links;

/// <summary>Links under TLS, on real sockets, with certificates that the test makes.</summary>
public sealed class LinkTlsTests : IDisposable
{
    private const string Here = "127.0.0.1";

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _another = new("CN=another authority");

    public void Dispose()
    {
        _authority.Dispose();
        _another.Dispose();
    }

    [Fact]
    public async Task Two_processes_link_up_and_nobody_between_them_reads_what_passes()
    {
        const string Secret = "what nobody else is to know";
        await using var alpha = await WebSocketNode.StartSecuredAsync("alpha-1", Good());
        await using var beta = await WebSocketNode.StartSecuredAsync("beta-1", Good());
        using var relay = new TcpRelay(beta.Target.Address);
        alpha.Meet(beta.Target with { Address = relay.Address });
        beta.Meet(alpha.Target);
        await alpha.UntilAsync("up beta-1");
        await beta.UntilAsync("up alpha-1");

        alpha.Node.Put(beta.Node, Secret);
        beta.Node.Put(alpha.Node, Secret);
        await beta.UntilAsync($"alpha-1: {Secret}");
        await alpha.UntilAsync($"beta-1: {Secret}");

        var seen = relay.Seen();
        seen.Length.ShouldBeGreaterThan(2 * Secret.Length);
        foreach (var text in (string[])[Secret, "alpha-1", "beta-1", WebSocketListener.Path])
        {
            seen.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)).ShouldBe(-1, $"'{text}' was to be seen");
        }
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused_by_the_side_that_sees_it()
    {
        await using var rig = await LinkTlsRig.StartAsync(Good());
        var stranger = LinkTlsRig.Tls(_authority, _another.Issue(Here));

        (await rig.FailureAsync(LinkTlsRig.Tls(_another, _another.Issue(Here))))
            .ShouldBe("no TLS was agreed on: its certificate is not good: it does not come from the authority");
        (await rig.FailureAsync(stranger)).ShouldStartWith("TLS was agreed on, and nothing came of it (");

        await rig.UntilLoggedAsync("from 127.0.0.1 was refused: its certificate is not good: it does not come from the authority");
        rig.Accepted.ShouldBe(0);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused_by_the_side_that_sees_it()
    {
        var expired = LinkTlsRig.Tls(_authority, _authority.IssueExpired(Here));
        await using var rig = await LinkTlsRig.StartAsync(Good());
        await using var old = await LinkTlsRig.StartAsync(expired);

        (await old.FailureAsync(Good())).ShouldStartWith(
            "no TLS was agreed on: its certificate is not good: it is good from 2020-01-01 00:00:00Z to 2021-01-01 00:00:00Z only");
        (await rig.FailureAsync(expired)).ShouldStartWith("TLS was agreed on, and nothing came of it (");

        await rig.UntilLoggedAsync("its certificate is not good: it is good from 2020-01-01 00:00:00Z to 2021-01-01 00:00:00Z only");
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused_by_the_side_that_dials()
    {
        await using var rig = await LinkTlsRig.StartAsync(LinkTlsRig.Tls(_authority, _authority.Issue("node1.example", "10.0.0.7")));

        (await rig.FailureAsync(Good()))
            .ShouldBe("no TLS was agreed on: its certificate is not for '127.0.0.1' but for node1.example, 10.0.0.7");
    }

    [Fact]
    public async Task A_certificate_that_is_for_servers_only_cannot_dial()
    {
        await using var rig = await LinkTlsRig.StartAsync(Good());

        await rig.FailureAsync(LinkTlsRig.Tls(_authority, _authority.IssueForServers(Here)));

        await rig.UntilLoggedAsync("its certificate is not good: it is not good for clients (extendedKeyUsage clientAuth)");
    }

    [Fact]
    public async Task Whoever_shows_no_certificate_is_refused()
    {
        await using var rig = await LinkTlsRig.StartAsync(Good());
        using var stranger = new TcpClient();
        await stranger.ConnectAsync(IPEndPoint.Parse(rig.Address));
        await using var stream = new SslStream(stranger.GetStream(), false, (_, _, _, _) => true);

        await stream.AuthenticateAsClientAsync(Here);

        await rig.UntilLoggedAsync("from 127.0.0.1 was refused: it shows no certificate");
        rig.Accepted.ShouldBe(0);
    }

    [Fact]
    public async Task A_node_without_TLS_and_one_that_requires_it_do_not_link_and_both_say_why()
    {
        await using var secured = await LinkTlsRig.StartAsync(Good());
        await using var plain = await LinkTlsRig.StartAsync(null);

        (await secured.FailureAsync(null)).ShouldContain("426");
        (await plain.FailureAsync(Good())).ShouldStartWith("no TLS was agreed on: ");

        await secured.UntilLoggedAsync("from 127.0.0.1 was refused: it does not speak TLS");
    }

    [Fact]
    public async Task The_same_failure_is_logged_once_until_a_connection_succeeds_and_each_is_counted()
    {
        using var failures = new Failures();
        await using var rig = await LinkTlsRig.StartAsync(LinkTlsRig.Tls(_authority, _authority.Issue(Here), meter: failures.Meter));
        await rig.FailureAsync(null);
        await rig.FailureAsync(null);
        rig.Logged("it does not speak TLS").ShouldBe(1);
        failures.Count.ShouldBe(2);

        var end = new LinkEnd();
        new WebSocketDialer(new LinkOptions(), Good(), TimeProvider.System).Dial(rig.Address, end);
        await Until.TrueAsync(() => end.Has("opened"), "one has succeeded");
        await rig.FailureAsync(null);

        rig.Logged("it does not speak TLS").ShouldBe(2);
        failures.Count.ShouldBe(3);
        failures.Page.ShouldContain("gameserver_link_certificate_life_seconds 3600\n");
    }

    [Fact]
    public async Task A_connection_that_says_nothing_is_no_failure()
    {
        using var failures = new Failures();
        await using var rig = await LinkTlsRig.StartAsync(LinkTlsRig.Tls(_authority, _authority.Issue(Here), meter: failures.Meter));
        using (var silent = new TcpClient())
        {
            await silent.ConnectAsync(IPEndPoint.Parse(rig.Address));
        }

        await rig.FailureAsync(null);

        failures.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "Accepted")]
    [InlineData("Accepted", "Accepted")]
    [InlineData("Accepted", "Dialed")]
    [InlineData("Dialed", "Dialed")]
    [InlineData("Dialed", "Required")]
    public async Task A_cluster_goes_over_to_TLS_one_node_at_a_time(string before, string after)
    {
        foreach (var (first, second) in new[] { (before, after), (after, before) })
        {
            await using var alpha = await WebSocketNode.StartSecuredAsync("alpha-1", In(first));
            await using var beta = await WebSocketNode.StartSecuredAsync("beta-1", In(second));

            alpha.Meet(beta.Target);
            beta.Meet(alpha.Target);

            await alpha.UntilAsync("up beta-1");
            await beta.UntilAsync("up alpha-1");
        }
    }

    [Theory]
    [InlineData("Required")]
    [InlineData("Accepted")]
    public async Task A_proof_is_worth_nothing_on_another_connection_though_its_certificate_is_of_the_authority(string ofBeta)
    {
        await using var alpha = await WebSocketNode.StartSecuredAsync("alpha-1", Good());
        await using var beta = await WebSocketNode.StartSecuredAsync("beta-1", In(ofBeta));
        await using var between = new LinkTlsRelay(Good(), ofBeta == "Required", beta.Target.Address);
        beta.Meet(alpha.Target);

        alpha.Meet(beta.Target with { Address = between.Address });

        await alpha.UntilLoggedAsync("refused with WrongSecret");
        alpha.Inbox.Lines.ShouldBeEmpty();
        beta.Inbox.Lines.ShouldNotContain("up alpha-1");
    }

    [Fact]
    public async Task A_process_that_ends_is_found_to_be_gone_and_one_whose_certificate_has_become_bad_is_not()
    {
        await using var alpha = await WebSocketNode.StartSecuredAsync("alpha-1", Good());
        var beta = await WebSocketNode.StartSecuredAsync("beta-1", Good());
        using var relay = new TcpRelay(beta.Target.Address);
        alpha.Meet(beta.Target with { Address = relay.Address });
        beta.Meet(alpha.Target);
        await alpha.UntilAsync("up beta-1");
        await using var bad = await WebSocketNode.StartSecuredAsync("beta-1", LinkTlsRig.Tls(_another, _another.Issue(Here)));

        relay.Divert(bad.Target.Address);
        await alpha.UntilAsync("down beta-1");
        await alpha.UntilLoggedAsync("does not come from the authority");
        alpha.Inbox.Lines.ShouldNotContain("refused beta-1");

        relay.Dispose();
        await alpha.UntilAsync("refused beta-1");
        await beta.DisposeAsync();
    }

    // Without a mode, without TLS.
    private LinkTls? In(string mode) =>
        mode.Length == 0 ? null : LinkTlsRig.Tls(_authority, _authority.Issue(Here), Enum.Parse<LinkTlsMode>(mode));

    private LinkTls Good() => LinkTlsRig.Tls(_authority, _authority.Issue(Here));

    /// <summary>What is counted.</summary>
    private sealed class Failures : IDisposable
    {
        private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        private readonly MetricBook _book;

        internal Failures()
        {
            var meters = _services.GetRequiredService<IMeterFactory>();
            _book = new MetricBook(meters);
            Meter = new LinkMeter(new ManualTime(), new ManualTime().GetUtcNow() + TimeSpan.FromHours(1), meters);
        }

        internal LinkMeter Meter { get; }

        internal double Count => _book.Read("gameserver.link.tls_failures").Sum;

        internal string Page => _book.ToPrometheus();

        public void Dispose()
        {
            _book.Dispose();
            _services.Dispose();
        }
    }
}
