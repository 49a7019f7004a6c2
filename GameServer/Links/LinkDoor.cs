using GameServer.Actors;

namespace GameServer.Links;

/// <summary>Where accepted connections come in: what listens is given <see cref="Accept"/>. From any thread.</summary>
/// <param name="links">The actor of all links.</param>
/// <param name="parts">What the links share.</param>
internal sealed class LinkDoor(ActorRef links, LinkParts parts)
{
    /// <summary>Who hears what happens on this connection.</summary>
    internal ILinkEvents Accept(ILinkConnection connection)
    {
        var line = new LinkLine(parts.NextLine(), links, parts.Options.OutboxBytesMax);
        line.Opened(connection);
        return line;
    }
}
