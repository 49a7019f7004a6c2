using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Links;

/// <summary>The handshake of one connection from the dialer's side. Pure.</summary>
internal sealed class DialerGreeting(NodeId self, NodeId other, ulong dial, string nonce, LinkSecret secret, LinkVersions speaks)
{
    private bool _hasProved;
    private uint _version;

    /// <summary>The first message.</summary>
    internal LinkHandshake Hello() => new()
    {
        Hello = new LinkHello
        {
            Version = speaks.Newest,
            EldestVersion = speaks.Eldest,
            From = self.Value,
            To = other.Value,
            Dial = dial,
            Nonce = nonce,
        },
    };

    internal GreetingStep Receive(ReadOnlySpan<byte> bytes)
    {
        var message = GreetingStep.Parse(bytes);
        return message.KindCase switch
        {
            LinkHandshake.KindOneofCase.Challenge when !_hasProved => Answer(message.Challenge),
            LinkHandshake.KindOneofCase.Welcome when _hasProved => new GreetingStep.Proved(other, dial, _version),
            LinkHandshake.KindOneofCase.Refused => new GreetingStep.Refused(message.Refused.Reason),
            _ => new GreetingStep.Refuse(LinkRefusal.Malformed),
        };
    }

    private GreetingStep Answer(LinkChallenge challenge)
    {
        if (speaks.Common(new LinkVersions(challenge.Version, challenge.Version)) is null)
        {
            return new GreetingStep.Refuse(LinkRefusal.Version);
        }

        var said = new LinkTranscript(speaks, challenge.Version, self, other, dial, nonce, challenge.Nonce);
        if (!secret.Accepts(LinkRole.Acceptor, said, challenge.Proof.Span))
        {
            return new GreetingStep.Refuse(LinkRefusal.WrongSecret);
        }

        _hasProved = true;
        _version = challenge.Version;
        var proof = ByteString.CopyFrom(secret.Sign(LinkRole.Dialer, said));
        return new GreetingStep.Reply(new LinkHandshake { Proof = new LinkProof { Proof = proof } });
    }
}
