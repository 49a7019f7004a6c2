using GameServer.Protocol.Codecs;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;

namespace GameServer.Links;

/// <summary>What a message of the handshake leads to.</summary>
internal abstract record GreetingStep
{
    private GreetingStep()
    {
    }

    /// <summary>The other side gets this, and the handshake goes on.</summary>
    internal sealed record Reply(LinkHandshake Message) : GreetingStep;

    /// <summary>The other side is told why, and the connection is over.</summary>
    internal sealed record Refuse(LinkRefusal Reason) : GreetingStep;

    /// <summary>The other side has said why not; the connection is over.</summary>
    internal sealed record Refused(LinkRefusal Reason) : GreetingStep;

    /// <summary>Both sides know who the other is.</summary>
    /// <param name="Other">The other process.</param>
    /// <param name="Dial">The number of the dial.</param>
    /// <param name="Version">The newest that both speak.</param>
    internal sealed record Proved(NodeId Other, ulong Dial, uint Version) : GreetingStep;

    /// <summary>The message; one without content when it is none.</summary>
    internal static LinkHandshake Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return LinkHandshake.Parser.ParseFrom(bytes);
        }
        catch (Exception fault) when (WireFault.Is(fault))
        {
            return new LinkHandshake();
        }
    }
}
