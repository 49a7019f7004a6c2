using GameServer.Authoring;
using GameServer.Cluster;
using GameServer.Protocol.Identity;
using GameServer.Protocol.V1;
using GameServer.Rooms;
using GameServer.Routing;
using GameServer.Storage.Memory;
using GameServer.Tests.Actors.TestKit;
using GameServer.Tests.EndToEnd.Oracle;
using GameServer.Tests.Routing;

namespace GameServer.Tests.Rooms;

/// <summary>Live nodes of one cluster above one store and one clock, of which each hands its rooms over to the next.</summary>
internal sealed class HandoverWorld : IDisposable
{
    /// <summary>What the room of <see cref="Key"/> has counted before its first command.</summary>
    internal const ulong CountsFrom = 100;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private readonly CountingIds _ids = new();
    private readonly MemoryTables _tables = new();
    private readonly RoomSettings _settings;
    private readonly List<NodeWorld> _nodes = [];
    private readonly Dictionary<NodeWorld, HandedNeighbours> _around = [];

    /// <param name="durability">By its name.</param>
    internal HandoverWorld(string durability)
    {
        _settings = new RoomSettings
        {
            Durability = durability switch
            {
                "committed" => Durability.Committed,
                "periodic" => Durability.Periodic(1.Hours()),
                "volatile" => Durability.Volatile,
                _ => throw new ArgumentException("No such durability.", nameof(durability)),
            },
            EmptyLifetime = 1.Hours(),
            FlushWindow = TimeSpan.Zero,
        };
        Store = new TroubledStore(new MemoryRoomStore(_tables), Time);
    }

    internal ManualTime Time { get; } = new();

    internal TroubledStore Store { get; }

    internal static Join Key => new() { Nonce = "n", Key = new RoomKey { RoomType = "room", Key = "k" } };

    /// <summary>One more node, which has joined the cluster.</summary>
    internal NodeWorld Start()
    {
        var handedOn = new HandedOn();
        var around = new HandedNeighbours(handedOn);
        var options = new NodeWorldOptions
        {
            Store = Store,
            Time = Time,
            Ids = _ids,
            IsClustered = true,
            Neighbours = around,
            HandedOn = handedOn,
        };
        var node = new NodeWorld(options, ("room", () => new LateCountingRoom(_settings)));
        var self = node.Lease.Owner;
        var row = new NodeRow(self.Process, self, "127.0.0.1:1", NodeRoles.Host, 0, false, false, 0);
        new MemoryNodeStore(_tables, Time).JoinAsync(row, elder: null, takesOver: false, 1.Hours(), default).GetAwaiter().GetResult();
        _nodes.Add(node);
        _around.Add(node, around);
        node.RunUntilIdle();
        return node;
    }

    /// <summary>The node is told to stop and hands its rooms over to the next.</summary>
    internal Task<HostDrained> Drain(NodeWorld node, NodeWorld next)
    {
        _around[node].Chosen = next.Lease.Owner.Process;
        return node.Host.Ask<HostDrained>(answer => new HostMessage.Drain(answer, HandsOver: true), TimeSpan.FromSeconds(30));
    }

    /// <summary>What the node has handed on.</summary>
    internal IReadOnlyList<(NodeId Host, RoomId Room)> Handed(NodeWorld node) => _around[node].Handed;

    internal void Advance(double seconds)
    {
        for (var left = TimeSpan.FromSeconds(seconds); left > TimeSpan.Zero; left -= Step)
        {
            Time.Advance(Step);
            _nodes.ForEach(node => node.RunUntilIdle());
        }
    }

    public void Dispose() => _nodes.ForEach(node => node.Dispose());

    /// <summary>Counts commands from a number that only its making gives it.</summary>
    private sealed class LateCountingRoom(RoomSettings settings) : Room<OracleState, OracleCommand, OracleEvent>
    {
        public override RoomSettings Settings => settings;

        protected override void OnCreated() => State.Applied = CountsFrom;

        protected override void OnCommand(Player player, OracleCommand command)
        {
            State.Applied++;
            Broadcast(new OracleEvent { Player = player.Number, Number = command.Number, Applied = State.Applied });
        }
    }
}
