using GameServer.Protocol.Identity;

namespace GameServer.Links;

/// <summary>The links that are up, by process. Read from any thread; written by the links' actors.</summary>
internal sealed class LinkTable
{
    private readonly Lock _gate = new();
    private volatile Dictionary<NodeId, LinkOutbox> _up = [];

    internal int Count => _up.Count;

    /// <summary>What has crossed this node's links.</summary>
    internal LinkCounts Counts { get; } = new();

    /// <summary>The way to a process; null while there is none.</summary>
    internal LinkOutbox? Find(NodeId process) => _up.GetValueOrDefault(process);

    internal void Add(NodeId process, LinkOutbox outbox)
    {
        lock (_gate)
        {
            _up = new Dictionary<NodeId, LinkOutbox>(_up) { [process] = outbox };
        }
    }

    internal void Remove(NodeId process)
    {
        lock (_gate)
        {
            var left = new Dictionary<NodeId, LinkOutbox>(_up);
            left.Remove(process);
            _up = left;
        }
    }
}
