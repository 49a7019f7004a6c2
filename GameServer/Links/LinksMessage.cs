using GameServer.Actors;
using GameServer.Protocol.Identity;

namespace GameServer.Links;

/// <summary>What the actor of all links is told.</summary>
internal abstract record LinksMessage
{
    private LinksMessage()
    {
    }

    /// <summary>The other processes of the cluster, all of them, without this one. Whoever is missing has no link any more.</summary>
    internal sealed record Nodes(IReadOnlyList<LinkTarget> Others) : LinksMessage, IControlMessage;

    /// <summary>A connection that was accepted has not become a link in time.</summary>
    internal sealed record GreetingLate(LinkLine Line) : LinksMessage;
}

/// <summary>A process and where it listens for links.</summary>
/// <param name="Process">The process's name.</param>
/// <param name="Address">Host and port, such as 10.0.0.7:5090.</param>
internal readonly record struct LinkTarget(NodeId Process, string Address);
