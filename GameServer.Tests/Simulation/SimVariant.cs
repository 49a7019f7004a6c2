using GameServer.Authoring.Kernel;
using GameServer.Cluster;
using GameServer.Identity;
using GameServer.Protocol.Identity;
using GameServer.Rooms;
using GameServer.Sessions;

namespace GameServer.Tests.Simulation;

/// <summary>
/// The server as it is, or broken in one place from outside, which the checks must find: what is put around its ports in each node.
/// </summary>
internal sealed record SimVariant
{
    /// <summary>Nothing is put around anything.</summary>
    internal static readonly SimVariant Sound = new();

    /// <summary>Around the rows of the database, below all delays and locks.</summary>
    internal Func<IRoomStore, IRoomStore> Rows { get; init; } = rows => rows;

    /// <summary>Around one process's way to the database.</summary>
    internal Func<IRoomStore, IRoomStore> Store { get; init; } = store => store;

    /// <summary>Around the rows of the nodes.</summary>
    internal Func<INodeStore, INodeStore> Nodes { get; init; } = nodes => nodes;

    /// <summary>How long leases are taken for, by the place of the node.</summary>
    internal Func<int, ClusterOptions> Cluster { get; init; } = _ => new ClusterOptions { Enabled = true };

    /// <summary>Around the kernel of each activation.</summary>
    internal Func<IRoomKernel, IRoomKernel> Kernel { get; init; } = kernel => kernel;

    /// <summary>What a resume token is taken for, beside the session that this node has.</summary>
    internal Func<ResumeTicket, SessionEntry?, Generation> Presented { get; init; } = (ticket, _) => ticket.Generation;
}
