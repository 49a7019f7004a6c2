using GameServer.Actors;

namespace GameServer.Links;

/// <summary>The parent of all links: keeps one actor for each other process, and finds out who has connected.</summary>
internal sealed class LinksActor(LinkParts parts) : Actor
{
    private readonly LinkParts _parts = parts;

    /// <inheritdoc />
    protected internal override void Receive(object message)
    {
    }
}
