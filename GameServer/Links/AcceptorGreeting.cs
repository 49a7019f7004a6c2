using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Links;

/// <summary>The handshake of one connection from the acceptor's side, up to the welcome, which the link says itself. Pure.</summary>
internal sealed class AcceptorGreeting(NodeId self, string nonce, LinkSecret secret, LinkVersions speaks)
{
    private const int NameLengthMax = 256;

    private LinkTranscript? _said;

    /// <summary>Who says to be at the other end; nobody yet when null. Not proved before <see cref="GreetingStep.Proved"/>.</summary>
    internal NodeId? Other => _said?.From;

    internal GreetingStep Receive(ReadOnlySpan<byte> bytes)
    {
        var message = GreetingStep.Parse(bytes);
        return message.KindCase switch
        {
            LinkHandshake.KindOneofCase.Hello when _said is null => Answer(message.Hello),
            LinkHandshake.KindOneofCase.Proof when _said is { } said => Judge(said, message.Proof.Proof.Span),
            LinkHandshake.KindOneofCase.Refused => new GreetingStep.Refused(message.Refused.Reason),
            _ => new GreetingStep.Refuse(LinkRefusal.Malformed),
        };
    }

    private GreetingStep Answer(LinkHello hello)
    {
        var theirs = new LinkVersions(hello.EldestVersion, hello.Version);
        if (speaks.Common(theirs) is not { } version)
        {
            return new GreetingStep.Refuse(LinkRefusal.Version);
        }

        if (hello.From.Length is 0 or > NameLengthMax)
        {
            return new GreetingStep.Refuse(LinkRefusal.Malformed);
        }

        _said = new LinkTranscript(theirs, version, new NodeId(hello.From), new NodeId(hello.To), hello.Dial, hello.Nonce, nonce);
        if (_said.To != self)
        {
            return new GreetingStep.Refuse(LinkRefusal.WrongNode);
        }

        // Of a pair always the same one dials: whoever comes from the wrong side is not the process that it names.
        if (!LinkState.IsDialer(_said.From, self))
        {
            return new GreetingStep.Refuse(LinkRefusal.Malformed);
        }

        var proof = ByteString.CopyFrom(secret.Sign(LinkRole.Acceptor, _said));
        var challenge = new LinkChallenge { Nonce = nonce, Proof = proof, Version = version };
        return new GreetingStep.Reply(new LinkHandshake { Challenge = challenge });
    }

    private GreetingStep Judge(LinkTranscript said, ReadOnlySpan<byte> proof) => secret.Accepts(LinkRole.Dialer, said, proof)
        ? new GreetingStep.Proved(said.From, said.Dial, said.Version)
        : new GreetingStep.Refuse(LinkRefusal.WrongSecret);
}
