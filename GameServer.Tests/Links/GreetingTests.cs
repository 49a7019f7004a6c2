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
        acceptor.Receive(proof).ShouldBe(new GreetingStep.Proved(Alpha, 42));
        dialer.Receive(new LinkHandshake { Welcome = new LinkWelcome() }.ToByteArray()).ShouldBe(new GreetingStep.Proved(Beta, 42));
    }

    /// <summary>Made once by another program from the description in docs/decisions/0021-links.md.</summary>
    [Fact]
    public void The_bytes_of_a_handshake_are_these()
    {
        var dialer = Dialer([New]);
        var hello = dialer.Hello().ToByteArray();
        var challenge = Reply(Acceptor([New]).Receive(hello));
        var proof = Reply(dialer.Receive(challenge));

        Convert.ToHexStringLower(hello).ShouldBe(
            "0a2508011207616c7068612d311a06626574612d31202a2a0e6469616c65722773206e6f6e6365");
        Convert.ToHexStringLower(challenge).ShouldBe(
            "12340a106163636570746f722773206e6f6e6365122043a215ea721f5341dcbefd1c19628c13bb434baee012a60c0795" +
            "0b64c7845169");
        Convert.ToHexStringLower(proof).ShouldBe(
            "1a220a20f01774b4020c489df130cfde16ba5d56f5be30a5944fdf97e060e7d7f9db3b10");
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
    [InlineData(2, "alpha-1", "beta-1", LinkRefusal.Version)]
    [InlineData(1, "alpha-1", "beta-0", LinkRefusal.WrongNode)]
    [InlineData(1, "gamma-1", "beta-1", LinkRefusal.Malformed)]
    [InlineData(1, "beta-1", "beta-1", LinkRefusal.Malformed)]
    [InlineData(1, "", "beta-1", LinkRefusal.Malformed)]
    public void A_hello_that_means_something_else_is_refused(uint version, string from, string to, LinkRefusal reason)
    {
        var hello = new LinkHandshake { Hello = new LinkHello { Version = version, From = from, To = to, Dial = 1, Nonce = "n" } };

        Acceptor([New]).Receive(hello.ToByteArray()).ShouldBe(new GreetingStep.Refuse(reason));
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

    private static DialerGreeting Dialer(byte[][] keys) => new(Alpha, Beta, 42, "dialer's nonce", new LinkSecret(keys));

    private static AcceptorGreeting Acceptor(byte[][] keys, string nonce = "acceptor's nonce") => new(Beta, nonce, new LinkSecret(keys));

    private static byte[] Reply(GreetingStep step) => step.ShouldBeOfType<GreetingStep.Reply>().Message.ToByteArray();
}
