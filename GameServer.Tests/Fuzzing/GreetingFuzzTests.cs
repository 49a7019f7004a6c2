using System.Text;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Tests.Fuzzing;

/// <summary>Damaged messages of the handshake between nodes. Nobody proves a thing with them.</summary>
public sealed class GreetingFuzzTests
{
    private const ulong Dial = 42;
    private static readonly NodeId Alpha = new("alpha-1");
    private static readonly NodeId Beta = new("beta-1");
    private static readonly LinkSecret Secret = new([Encoding.ASCII.GetBytes("a key of more than 32 bytes .........")]);
    private static readonly LinkSecret Other = new([Encoding.ASCII.GetBytes("another key of more than 32 bytes ...")]);
    internal static IReadOnlyList<byte[]> Corpus { get; } = Handshake();

    [Fact]
    public void Without_the_key_no_bytes_lead_to_a_link() => Fuzz.Run(nameof(GreetingFuzzTests), 10_000, Greet);

    [Fact]
    public void A_damaged_handshake_links_nobody_but_the_two_that_have_the_key() => Fuzz.Run(nameof(GreetingFuzzTests), 10_000, Damage);

    private static void Greet(FuzzCase one)
    {
        var (dialer, acceptor) = (Dialer(Other), Acceptor(Secret));
        for (var message = 0; message < 4; message++)
        {
            var bytes = one.Mutate(Corpus);
            acceptor.Receive(bytes).ShouldNotBeOfType<GreetingStep.Proved>();
            dialer.Receive(bytes).ShouldNotBeOfType<GreetingStep.Proved>();
        }
    }

    // As by somebody on the way, who changes what both say.
    internal static void Damage(FuzzCase one)
    {
        var (dialer, acceptor) = (Dialer(Secret), Acceptor(Secret));
        GreetingStep step = new GreetingStep.Reply(dialer.Hello());
        for (var toAcceptor = true; step is GreetingStep.Reply reply; toAcceptor = !toAcceptor)
        {
            var bytes = reply.Message.ToByteArray();
            bytes = one.Random.Next(3) == 0 ? one.Mutate([bytes]) : bytes;
            step = toAcceptor ? acceptor.Receive(bytes) : dialer.Receive(bytes);
        }

        if (step is GreetingStep.Proved proved)
        {
            proved.ShouldBe(new GreetingStep.Proved(Alpha, Dial, LinkVersions.Present.Newest));
        }
    }

    private static IReadOnlyList<byte[]> Handshake()
    {
        var (dialer, acceptor) = (Dialer(Secret), Acceptor(Secret));
        var hello = dialer.Hello().ToByteArray();
        var challenge = acceptor.Receive(hello).ShouldBeOfType<GreetingStep.Reply>().Message.ToByteArray();
        var proof = dialer.Receive(challenge).ShouldBeOfType<GreetingStep.Reply>().Message;

        // The good proof is left out: another acceptor's nonce makes it worthless, and here both have the same.
        proof.Proof.Proof = ByteString.CopyFrom(new byte[proof.Proof.Proof.Length]);
        return
        [
            hello, challenge, proof.ToByteArray(),
            new LinkHandshake { Welcome = new LinkWelcome() }.ToByteArray(),
            new LinkHandshake { Refused = new LinkRefused { Reason = LinkRefusal.Version } }.ToByteArray(),
        ];
    }

    private static DialerGreeting Dialer(LinkSecret secret) => new(Alpha, Beta, Dial, "dialer's nonce", secret, LinkVersions.Present);

    private static AcceptorGreeting Acceptor(LinkSecret secret) => new(Beta, "acceptor's nonce", secret, LinkVersions.Present);
}
