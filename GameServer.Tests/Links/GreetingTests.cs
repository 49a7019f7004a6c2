using System.Text;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Links;

public sealed class GreetingTests
{
    private static readonly NodeId Alpha = new("alpha-1");
    private static readonly NodeId Beta = new("beta-1");
    private static readonly byte[] Old = Encoding.ASCII.GetBytes("an old key of more than 32 bytes ....");
    private static readonly byte[] New = Encoding.ASCII.GetBytes("a new key of more than 32 bytes .....");

    [Fact]
    public void Both_sides_prove_that_they_know_the_key()
    {
        var dialer = Dialer([New]);
        var acceptor = Acceptor([New]);

        var proof = Reply(dialer.Receive(Reply(acceptor.Receive(dialer.Hello().ToByteArray()))));
        acceptor.Receive(proof).ShouldBe(new GreetingStep.Proved(Alpha, 42, LinkVersions.Present.Newest));
        dialer.Receive(new LinkHandshake { Welcome = new LinkWelcome() }.ToByteArray())
            .ShouldBe(new GreetingStep.Proved(Beta, 42, LinkVersions.Present.Newest));
    }

    /// <summary>Made once by another program from the description in docs/decisions/0021-links.md.</summary>
    [Fact]
    public void The_bytes_of_a_handshake_are_these()
    {
        var speaks = new LinkVersions(1, 1);
        var dialer = Dialer([New], speaks);
        var hello = dialer.Hello().ToByteArray();
        var challenge = Reply(Acceptor([New], speaks: speaks).Receive(hello));
        var proof = Reply(dialer.Receive(challenge));

        Convert.ToHexStringLower(hello).ShouldBe(
            "0a2708011207616c7068612d311a06626574612d31202a2a0e6469616c65722773206e6f6e63653001");
        Convert.ToHexStringLower(challenge).ShouldBe(
            "12360a106163636570746f722773206e6f6e636512200060d1348b9d3dc4b372209f4a6560d66e16b0b7d4451de82f66" +
            "739a6448a5ac1801");
        Convert.ToHexStringLower(proof).ShouldBe(
            "1a220a2045a328ab60e86c80be500b6921bb90244aff9f284a285f92c5ab05519caee3af");
    }

    /// <summary>Likewise, made from docs/decisions/0035-link-tls.md.</summary>
    [Fact]
    public void The_proofs_of_an_encrypted_link_are_these()
    {
        var secret = new LinkSecret([New]).BoundTo(Enumerable.Range(0, 32).Select(each => (byte)each).ToArray());
        var said = new LinkTranscript(new LinkVersions(1, 1), 1, Alpha, Beta, 42, "dialer's nonce", "acceptor's nonce");

        Convert.ToHexStringLower(secret.Sign(LinkRole.Acceptor, said)).ShouldBe(
            "8b807ba9a9a5ea52ad6f64f2132c274e419c8ef023d13a69ddc7e57409663e53");
        Convert.ToHexStringLower(secret.Sign(LinkRole.Dialer, said)).ShouldBe(
            "7af9dc781e3d6b1a462997ce40e6cd85ee3d2aaa94c14bfc40bdbedfd4374f76");
        secret.Accepts(LinkRole.Dialer, said, new LinkSecret([New]).Sign(LinkRole.Dialer, said)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("ff")]
    [InlineData("2affffffff072a202a2a2a2a2a2a2a2a2a020801")]
    [InlineData("0affffffff07101a0e08fbd0")]
    public void Bytes_that_are_no_message_are_refused_by_both_sides(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        Acceptor([New]).Receive(bytes).ShouldBe(new GreetingStep.Refuse(LinkRefusal.Malformed));
        Dialer([New]).Receive(bytes).ShouldBe(new GreetingStep.Refuse(LinkRefusal.Malformed));
    }

    [Fact]
    public void A_key_is_replaced_one_node_at_a_time()
    {
        byte[][][] stages = [[Old], [Old, New], [New, Old], [New]];
        foreach (var (one, other) in stages.Zip(stages.Skip(1)))
        {
            Agree(one, other).ShouldBeTrue();
            Agree(other, one).ShouldBeTrue();
        }

        Agree([Old], [New]).ShouldBeFalse();
    }

    [Fact]
    public void An_acceptor_without_the_secret_is_found_out_before_the_dialer_says_anything_that_it_could_use()
    {
        var dialer = Dialer([New]);
        var challenge = Reply(Acceptor([Old]).Receive(dialer.Hello().ToByteArray()));

        dialer.Receive(challenge).ShouldBe(new GreetingStep.Refuse(LinkRefusal.WrongSecret));
    }

    [Fact]
    public void A_dialer_that_gives_the_acceptors_proof_back_has_proved_nothing()
    {
        var acceptor = Acceptor([New]);
        var challenge = LinkHandshake.Parser.ParseFrom(Reply(acceptor.Receive(Dialer([New]).Hello().ToByteArray())));

        var proof = new LinkHandshake { Proof = new LinkProof { Proof = challenge.Challenge.Proof } };

        acceptor.Receive(proof.ToByteArray()).ShouldBe(new GreetingStep.Refuse(LinkRefusal.WrongSecret));
    }

    [Fact]
    public void A_proof_of_another_connection_proves_nothing()
    {
        var dialer = Dialer([New]);
        var proof = Reply(dialer.Receive(Reply(Acceptor([New], "nonce one").Receive(dialer.Hello().ToByteArray()))));
        var another = Acceptor([New], "nonce two");
        another.Receive(dialer.Hello().ToByteArray());

        another.Receive(proof).ShouldBe(new GreetingStep.Refuse(LinkRefusal.WrongSecret));
    }

    [Theory]
    [InlineData("alpha-1", "beta-0", LinkRefusal.WrongNode)]
    [InlineData("gamma-1", "beta-1", LinkRefusal.Malformed)]
    [InlineData("beta-1", "beta-1", LinkRefusal.Malformed)]
    [InlineData("", "beta-1", LinkRefusal.Malformed)]
    public void A_hello_that_means_something_else_is_refused(string from, string to, LinkRefusal reason)
    {
        var hello = new LinkHandshake
        {
            Hello = new LinkHello { Version = 1, EldestVersion = 1, From = from, To = to, Dial = 1, Nonce = "n" },
        };

        Acceptor([New]).Receive(hello.ToByteArray()).ShouldBe(new GreetingStep.Refuse(reason));
    }

    [Theory]
    [InlineData(1, 2, 1, 1, 1)]
    [InlineData(1, 1, 1, 2, 1)]
    [InlineData(1, 2, 1, 2, 2)]
    [InlineData(2, 4, 1, 3, 3)]
    [InlineData(2, 2, 1, 1, null)]
    [InlineData(1, 1, 2, 3, null)]
    public void Nodes_of_two_releases_agree_on_the_newest_version_that_both_speak(
        uint dialerEldest, uint dialerNewest, uint acceptorEldest, uint acceptorNewest, int? agreed)
    {
        var dialer = Dialer([New], new LinkVersions(dialerEldest, dialerNewest));
        var acceptor = Acceptor([New], speaks: new LinkVersions(acceptorEldest, acceptorNewest));

        var answer = acceptor.Receive(dialer.Hello().ToByteArray());

        if (agreed is null)
        {
            answer.ShouldBe(new GreetingStep.Refuse(LinkRefusal.Version));
            return;
        }

        LinkHandshake.Parser.ParseFrom(Reply(answer)).Challenge.Version.ShouldBe((uint)agreed);
        acceptor.Receive(Reply(dialer.Receive(Reply(answer)))).ShouldBe(new GreetingStep.Proved(Alpha, 42, (uint)agreed));
    }

    [Fact]
    public void Nobody_between_two_nodes_can_make_them_agree_on_an_elder_version()
    {
        var speaks = new LinkVersions(1, 2);
        var (dialer, acceptor) = (Dialer([New], speaks), Acceptor([New], speaks: speaks));
        var hello = dialer.Hello();
        hello.Hello.Version = 1;

        var challenge = Reply(acceptor.Receive(hello.ToByteArray()));

        LinkHandshake.Parser.ParseFrom(challenge).Challenge.Version.ShouldBe(1u);
        dialer.Receive(challenge).ShouldBe(new GreetingStep.Refuse(LinkRefusal.WrongSecret));
    }

    [Fact]
    public void A_version_that_the_dialer_does_not_speak_is_refused()
    {
        var challenge = new LinkHandshake { Challenge = new LinkChallenge { Nonce = "n", Version = LinkVersions.Present.Newest + 1 } };

        Dialer([New]).Receive(challenge.ToByteArray()).ShouldBe(new GreetingStep.Refuse(LinkRefusal.Version));
    }

    [Fact]
    public void What_has_no_place_in_the_handshake_is_refused()
    {
        var refused = new GreetingStep.Refuse(LinkRefusal.Malformed);
        byte[][] messages =
        [
            [], [255, 255, 255], new LinkHandshake { Proof = new LinkProof() }.ToByteArray(),
            new LinkHandshake { Welcome = new LinkWelcome() }.ToByteArray(),
        ];
        foreach (var message in messages)
        {
            Acceptor([New]).Receive(message).ShouldBe(refused);
            Dialer([New]).Receive(message).ShouldBe(refused);
        }
    }

    private static bool Agree(byte[][] dialerKeys, byte[][] acceptorKeys)
    {
        var (dialer, acceptor) = (Dialer(dialerKeys), Acceptor(acceptorKeys));
        return dialer.Receive(Reply(acceptor.Receive(dialer.Hello().ToByteArray()))) is GreetingStep.Reply proof
            && acceptor.Receive(proof.Message.ToByteArray()) is GreetingStep.Proved;
    }

    private static DialerGreeting Dialer(byte[][] keys, LinkVersions? speaks = null) =>
        new(Alpha, Beta, 42, "dialer's nonce", new LinkSecret(keys), speaks ?? LinkVersions.Present);

    private static AcceptorGreeting Acceptor(byte[][] keys, string nonce = "acceptor's nonce", LinkVersions? speaks = null) =>
        new(Beta, nonce, new LinkSecret(keys), speaks ?? LinkVersions.Present);

    private static byte[] Reply(GreetingStep step) => step.ShouldBeOfType<GreetingStep.Reply>().Message.ToByteArray();
}
