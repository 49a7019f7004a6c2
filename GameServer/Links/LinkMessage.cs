using GameServer.Protocol.Identity;

namespace GameServer.Links;

/// <summary>
/// What a link's actor is told. Those that tell of a line also come to the actor of all links, for lines that nobody has proved to own yet.
/// </summary>
internal abstract record LinkMessage
{
    private LinkMessage()
    {
    }

    /// <summary>A dial has succeeded.</summary>
    internal sealed record Opened(LinkLine Line) : LinkMessage;

    /// <summary>A dial has failed.</summary>
    internal sealed record Failed(LinkLine Line, bool IsRefused, string Cause) : LinkMessage;

    /// <summary>A whole message, whose bytes last until the line is asked for the next.</summary>
    internal sealed record Received(LinkLine Line, ReadOnlyMemory<byte> Bytes) : LinkMessage;

    /// <summary>A line has ended, or has to be: something that had to fit into its outbox did not.</summary>
    internal sealed record Closed(LinkLine Line, string Cause) : LinkMessage;

    /// <summary>The other process has connected and proved who it is.</summary>
    /// <param name="Line">The connection, on which it waits for the welcome.</param>
    /// <param name="Process">Who that is.</param>
    /// <param name="Dial">The number of its dial: the highest is the newest.</param>
    /// <param name="Version">What both speak.</param>
    internal sealed record Adopt(LinkLine Line, NodeId Process, ulong Dial, uint Version) : LinkMessage;

    /// <summary>It is time to dial.</summary>
    internal sealed record DialDue : LinkMessage;

    /// <summary>A dial has not led to a link in time.</summary>
    internal sealed record DialLate(LinkLine Line) : LinkMessage;

    /// <summary>It is time for a sign of life, and to look for one.</summary>
    internal sealed record Tick(LinkLine Line) : LinkMessage;
}
