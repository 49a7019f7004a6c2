using GameServer.Actors;
using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Storage.Memory;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GameServer.Tests.Cluster;

/// <summary>A cluster on one store in memory and virtual time.</summary>
internal sealed class ClusterRig : IDisposable
{
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);
    internal static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly MemoryTables _tables = new();

    internal ClusterRig()
    {
        // The test framework's would have what follows a wait run elsewhere than on the test's own thread.
        SynchronizationContext.SetSynchronizationContext(null);
        Nodes = new MemoryNodeStore(_tables, World.Time);
        Rooms = new MemoryRoomStore(_tables);
    }

    internal ActorWorld World { get; } = new();

    internal MemoryNodeStore Nodes { get; }

    internal MemoryRoomStore Rooms { get; }

    internal ClusterNodeRig Start(string node, string process, bool takesOver = false) => new(this, node, process, takesOver);

    internal void Advance(TimeSpan by) => World.Advance(by);

    /// <summary>Goes on in small steps, as a clock does.</summary>
    internal void Pass(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromMilliseconds(100))
        {
            World.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    public void Dispose() => World.Dispose();
}

/// <summary>One node of it, and what it told its listener.</summary>
internal sealed class ClusterNodeRig : IClusterListener
{
    internal ClusterNodeRig(ClusterRig rig, string node, string process, bool takesOver)
    {
        Store = new TroubledNodes(rig.Nodes);
        Lease = new NodeLease(rig.World.Time, new Incarnation(process));
        var self = new ClusterSelf(new NodeId(node), $"{node}:5081", NodeRoles.Gateway | NodeRoles.Host, takesOver);
        var parts = new ClusterParts(Store, new WorkOnVirtualTime(), rig.World.Time, Lease, new ClusterOptions(), [this]);
        Actor = rig.World.System.Spawn($"cluster-{process}", () => new ClusterActor(self, parts, NullLogger<ClusterActor>.Instance));
        rig.World.RunUntilIdle();
    }

    internal TroubledNodes Store { get; }

    internal NodeLease Lease { get; }

    internal ActorRef Actor { get; }

    internal ClusterView View { get; private set; } = ClusterView.Empty;

    /// <summary>What it was told, in words.</summary>
    internal List<string> Told { get; } = [];

    internal string Present => string.Join(' ', View.Nodes.Select(node => node.Incarnation));

    public void Changed(ClusterView view, ViewDiff diff)
    {
        view.Version.ShouldBe(View.Version + 1);
        View = view;
        Told.AddRange(diff.Joined.Select(node => $"joined {node.Incarnation}"));
        Told.AddRange(diff.Gone.Select(node => $"gone {node.Incarnation}"));
    }

    public void Thawed() => Told.Add("thawed");

    public void Rejoined(Incarnation now, IReadOnlyList<MovedRoom> kept)
    {
        Lease.HoldsFor(now).ShouldBeTrue();
        Told.Add($"rejoined {now} {string.Join(' ', kept.Select(room => $"{room.Room}@{room.Epoch}"))}".Trim());
    }

    public void DrainAsked() => Told.Add("drain");

    public void Clashed(NodeRow live) => Told.Add($"clashed {live.Incarnation}");
}
