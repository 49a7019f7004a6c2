using GameServer.Identity;
using GameServer.Protocol.Identity;
using Microsoft.Extensions.Logging;

namespace GameServer.Links;

/// <summary>What the actors of the links share.</summary>
/// <param name="Self">This process.</param>
/// <param name="Speaks">The versions of what is said.</param>
/// <param name="Secret">What each side of a link proves to know.</param>
/// <param name="Options">Limits and times.</param>
/// <param name="Transport">The way out.</param>
/// <param name="Inbox">Where the links lead to.</param>
/// <param name="Table">The links that are up.</param>
/// <param name="Ids">Where nonces come from; cannot be guessed.</param>
/// <param name="Log">For causes of failure.</param>
internal sealed record LinkParts(
    NodeId Self,
    LinkVersions Speaks,
    LinkSecret Secret,
    LinkOptions Options,
    ILinkTransport Transport,
    ILinkInbox Inbox,
    LinkTable Table,
    IIdSource Ids,
    ILogger<LinkParts> Log)
{
    private ulong _lines;

    /// <summary>Over all links, so that a newer line has the higher number even when the actors between were replaced.</summary>
    internal ulong NextLine() => Interlocked.Increment(ref _lines);
}
