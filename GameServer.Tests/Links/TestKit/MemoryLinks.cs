using GameServer.Actors;
using GameServer.Links;
using GameServer.Protocol.Identity;

namespace GameServer.Tests.Links.TestKit;

/// <summary>
/// A network between nodes on a given clock, with every trouble that a test asks for: delays from a seed, cuts after so many messages or
/// bytes, hosts that refuse, crash or fall silent, and connections of which only one end learns that they are gone.
/// </summary>
internal sealed class MemoryLinks(TimeProvider time, ulong seed = 1)
{
    private readonly SplitMix64 _random = new(seed);
    private readonly Dictionary<string, MemoryNode> _nodes = new(StringComparer.Ordinal);
    private readonly HashSet<(NodeId, NodeId)> _silent = [];
    private readonly List<MemoryWire> _wires = [];
    private readonly List<LinkCut> _cuts = [];

    /// <summary>How long anything takes at most to get from one node to another.</summary>
    internal TimeSpan DelayMax { get; set; } = TimeSpan.FromMilliseconds(2);

    internal TimeProvider Time => time;

    /// <summary>Connections that at least one end believes in.</summary>
    internal IEnumerable<MemoryWire> Wires => _wires.Where(wire => wire.IsAlive);

    /// <summary>A process that listens at this address and can dial. An elder one at the same address listens no more.</summary>
    internal MemoryNode Node(NodeId process, string address, LinkOptions? options = null)
    {
        var node = new MemoryNode(this, process, options ?? new LinkOptions());
        _nodes[address] = node;
        return node;
    }

    /// <summary>The process is gone: its connections break, and its address refuses.</summary>
    internal void Crash(NodeId process)
    {
        foreach (var (address, node) in _nodes.Where(each => each.Value.Process == process).ToArray())
        {
            _nodes.Remove(address);
            node.IsGone = true;
        }

        foreach (var wire in Between(process, null))
        {
            wire.Break("reset", losesAll: true);
        }
    }

    /// <summary>From now on nothing gets from either node to the other, and neither learns of it.</summary>
    internal void Part(NodeId one, NodeId other) => _silent.UnionWith([(one, other), (other, one)]);

    /// <summary>What was held up between the two arrives.</summary>
    internal void Heal(NodeId one, NodeId other)
    {
        _silent.ExceptWith([(one, other), (other, one)]);
        foreach (var wire in Between(one, other))
        {
            wire.Resume();
        }
    }

    /// <summary>Breaks the connections between two nodes; what is on its way is lost. Both learn of it.</summary>
    internal void Cut(NodeId one, NodeId other)
    {
        foreach (var wire in Between(one, other))
        {
            wire.Break("cut", losesAll: true);
        }
    }

    /// <summary>
    /// Only this node learns that its connections to the other are gone. The other's ends stay, and nothing comes through them any more.
    /// </summary>
    internal void CutOneSide(NodeId knowing, NodeId other)
    {
        foreach (var wire in Between(knowing, other))
        {
            wire.BreakFor(knowing);
        }
    }

    /// <summary>Once so many messages, or bytes, have gone from one node to the other from now on, their connection is cut.</summary>
    internal void CutAfter(NodeId from, NodeId to, long messages = long.MaxValue, long bytes = long.MaxValue) =>
        _cuts.Add(new LinkCut(from, to, messages, bytes));

    internal bool IsSilent(NodeId from, NodeId to) => _silent.Contains((from, to));

    internal MemoryNode? At(string address) => _nodes.GetValueOrDefault(address);

    internal void Connect(MemoryNode from, MemoryNode to, ILinkEvents events)
    {
        var wire = new MemoryWire(this, from, to);
        _wires.RemoveAll(each => !each.IsAlive);
        _wires.Add(wire);
        wire.Open(events);
    }

    /// <summary>Whether a message may still pass; the one that reaches the end of a cut does not.</summary>
    internal bool Passes(NodeId from, NodeId to, int bytes)
    {
        var cut = _cuts.Find(each => each.From == from && each.To == to);
        if (cut is null || cut.Passes(bytes))
        {
            return true;
        }

        _cuts.Remove(cut);
        return false;
    }

    internal TimeSpan Delay() => DelayMax * (_random.Next() % 1024 / 1024.0);

    internal bool Toss() => (_random.Next() & 1) == 0;

    /// <summary>Once, after the delay, on the clock's thread.</summary>
    internal void After(TimeSpan delay, Action then)
    {
        ITimer? timer = null;
        timer = time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                then();
            },
            null,
            delay,
            Timeout.InfiniteTimeSpan);
    }

    private MemoryWire[] Between(NodeId one, NodeId? other) =>
        [.. Wires.Where(wire => wire.Joins(one) && (other is null || wire.Joins(other.Value)))];

    private sealed class LinkCut(NodeId from, NodeId to, long messages, long bytes)
    {
        private long _messages = messages;
        private long _bytes = bytes;

        internal NodeId From => from;

        internal NodeId To => to;

        internal bool Passes(int length)
        {
            _messages--;
            _bytes -= length;
            return _messages >= 0 && _bytes >= 0;
        }
    }
}
