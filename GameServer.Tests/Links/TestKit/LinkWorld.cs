using GameServer.Links;
using GameServer.Protocol.Identity;
using GameServer.Tests.Actors.TestKit;

namespace GameServer.Tests.Links.TestKit;

/// <summary>Nodes and their links on virtual time, on the test's own thread.</summary>
internal sealed class LinkWorld : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly ActorWorld _world;

    internal LinkWorld(ulong seed = 1)
    {
        _world = new ActorWorld(seed);
        Network = new MemoryLinks(_world.Time, seed);
    }

    internal MemoryLinks Network { get; }

    public void Dispose() => _world.Dispose();

    /// <summary>A process that listens; it knows of no other yet. Its address is its name up to the first dash.</summary>
    internal LinkedNode Start(string name, LinkOptions? options = null, params byte[][] keys)
    {
        var target = new LinkTarget(new NodeId(name), name.Split('-')[0]);
        var transport = Network.Node(target.Process, target.Address, options);
        var node = LinkedNode.Start(_world.System, target, transport, options ?? new LinkOptions(), out var door, keys);
        transport.Accept = door.Accept;
        return node;
    }

    /// <summary>All of them are told of all.</summary>
    internal void Meet(params LinkedNode[] nodes)
    {
        foreach (var node in nodes)
        {
            node.Meet([.. nodes.Where(other => other != node).Select(other => other.Target)]);
        }
    }

    /// <summary>Two nodes with a link that has held for a while.</summary>
    internal (LinkedNode One, LinkedNode Other) Pair(LinkOptions? options = null)
    {
        var (one, other) = (Start("alpha", options), Start("beta", options));
        Meet(one, other);
        Advance(1.5);
        one.Inbox.Take().ShouldBe(["up beta"]);
        other.Inbox.Take().ShouldBe(["up alpha"]);
        return (one, other);
    }

    /// <summary>In small steps, so that what comes of one thing happens before the next.</summary>
    internal void Advance(double seconds)
    {
        for (var left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero; left -= Step)
        {
            _world.Advance(Step);
        }
    }
}
