using GameServer.Actors;
using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Telemetry;
using GameServer.Webhooks;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace GameServer;

/// <summary>What a node is made of: all that touches the world outside comes from here, so that a simulation can make nodes too.</summary>
internal sealed record NodeIngredients
{
    internal required ServerOptions Options { get; init; }

    /// <summary>The node's name.</summary>
    internal required NodeId Name { get; init; }

    /// <summary>This process, and its first life.</summary>
    internal required Incarnation Self { get; init; }

    internal required ActorSystem Actors { get; init; }

    internal required TimeProvider Time { get; init; }

    internal required IIdSource Ids { get; init; }

    internal required IWorkEdge Work { get; init; }

    internal required IRoomStore Store { get; init; }

    internal required int Committers { get; init; }

    internal required RoomTypes Types { get; init; }

    internal Release Release { get; init; } = Release.Present;

    /// <summary>The first signs, all are accepted.</summary>
    internal required IReadOnlyList<SymmetricSecurityKey> Keys { get; init; }

    internal required ILoggerFactory Logs { get; init; }

    /// <summary>Measures its rooms.</summary>
    internal required RoomMeter Meter { get; init; }

    /// <summary>Where its spans are made.</summary>
    internal Tracing Tracing { get; init; } = Tracing.Off;

    /// <summary>What it takes to tell webhooks of its rooms; null: nobody is told.</summary>
    internal WebhookIngredients? Webhooks { get; init; }

    /// <summary>What makes it one of several nodes; null: it is alone.</summary>
    internal ClusterIngredients? Cluster { get; init; }
}

/// <summary>What it takes to tell webhooks of a node's rooms.</summary>
/// <param name="Endpoints">Who is told.</param>
/// <param name="Announcements">Where what they are to be told waits.</param>
/// <param name="Sender">The way to them.</param>
/// <param name="Meter">What is counted of it.</param>
internal sealed record WebhookIngredients(
    IReadOnlyList<WebhookEndpoint> Endpoints, IAnnouncementStore Announcements, IWebhookSender Sender, WebhookMeter Meter);

/// <summary>What makes a node one of several.</summary>
/// <param name="Self">What it is to others.</param>
/// <param name="Store">Where the nodes' rows are.</param>
/// <param name="Transport">Makes the way to the others; what connects from there is given to the function.</param>
/// <param name="Watch">Told of the cluster before the node's own parts are.</param>
internal sealed record ClusterIngredients(
    ClusterSelf Self, INodeStore Store, Func<Func<ILinkConnection, ILinkEvents>, ILinkTransport> Transport, IClusterListener Watch);
