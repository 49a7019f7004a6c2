using GameServer.Cluster;
using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using Google.Protobuf;

namespace GameServer.Routing;

/// <summary>The way to the other nodes, as far as there is one now. May be used from any thread.</summary>
internal sealed class NodeLinks(NodeId self, LinkTable links)
{
    private volatile ClusterView _view = ClusterView.Empty;

    /// <summary>This process.</summary>
    internal NodeId Self => self;

    /// <summary>The cluster as this node last saw it.</summary>
    internal ClusterView View
    {
        get => _view;
        set => _view = value;
    }

    /// <summary>The process can be reached now.</summary>
    internal bool IsUp(NodeId process) => links.Find(process) is not null;

    /// <summary>What this node and the process both speak; null: it can't be reached now.</summary>
    internal uint? VersionOf(NodeId process) => links.Find(process)?.Version;

    /// <summary>Something that its sender would repeat.</summary>
    internal LinkAnswer Send(NodeId to, NodeFrame frame) =>
        links.Find(to) is { } outbox ? outbox.Put(Element(frame)) : LinkAnswer.Down;

    /// <summary>Something that must not be left out: where there is no room for it the link breaks, and all is attached anew.</summary>
    internal LinkAnswer SendAlways(NodeId to, NodeFrame frame) =>
        links.Find(to) is { } outbox ? outbox.Put(Element(frame), mustFit: true) : LinkAnswer.Down;

    private static byte[] Element(NodeFrame frame) => new NodeBatch { Frames = { frame } }.ToByteArray();
}
