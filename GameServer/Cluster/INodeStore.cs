using GameServer.Identity;
using GameServer.Protocol.Identity;

namespace GameServer.Cluster;

/// <summary>
/// Where nodes know of one another: a row for each name, with a lease. An incarnation is live while its row is there and not revoked; a
/// lease that ran out kills nobody. Once dead it is dead for ever. It shares its tables with the store of rooms, whose takeovers ask who is
/// live. What can be expected is a value; an exception says that the store could not be reached or failed, and that what was asked may or
/// may not have happened. Asked from actors through an edge only. Safe to use from any thread.
/// </summary>
internal interface INodeStore
{
    /// <summary>
    /// Makes the node's row, live and with a lease from now, in place of one of an elder life of the process, of a revoked one, or, if it
    /// takes over, of whatever other process. In the same commit the rooms that the elder life ran become its own, at their epochs.
    /// The same again is found and answers the same.
    /// </summary>
    Task<JoinAnswer> JoinAsync(NodeRow self, Incarnation? elder, bool takesOver, TimeSpan lease, CancellationToken cancel);

    /// <summary>
    /// Renews the lease of a live incarnation, and tells what all rows are then. The lease lasts by the store's clock. Who was asked to
    /// drain stays so, whatever the load says.
    /// </summary>
    Task<RenewAnswer> RenewAsync(Incarnation self, NodeLoad load, TimeSpan lease, CancellationToken cancel);

    /// <summary>Kills an incarnation, if it still has its node's row and the revoker is live and its lease has not run out.</summary>
    /// <returns>Whether this call has killed it.</returns>
    Task<bool> RevokeAsync(Incarnation revoker, NodeId node, Incarnation incarnation, CancellationToken cancel);

    /// <summary>Asks the process that lives under the name to leave in order. Its row says that it drains until it is gone.</summary>
    /// <returns>Whether there is one.</returns>
    Task<bool> AskToDrainAsync(NodeId node, CancellationToken cancel);

    /// <summary>Removes the row of an incarnation that runs nothing any more. Without it nothing happens.</summary>
    Task LeaveAsync(Incarnation self, CancellationToken cancel);

    /// <summary>All rows, in the order of the nodes' names.</summary>
    Task<IReadOnlyList<NodeRow>> ListAsync(CancellationToken cancel);
}

/// <summary>A room whose owner's next life has it, at the epoch at which it ran.</summary>
internal readonly record struct MovedRoom(RoomId Room, Epoch Epoch);

/// <summary>What comes of joining. A closed set.</summary>
internal abstract record JoinAnswer
{
    private JoinAnswer()
    {
    }

    /// <param name="Moved">The rooms that are the new life's own, in no order; others that the elder ran are somebody else's.</param>
    internal sealed record Joined(IReadOnlyList<MovedRoom> Moved) : JoinAnswer;

    /// <summary>Another process has the name.</summary>
    internal sealed record Clash(NodeRow Live) : JoinAnswer;

    /// <summary>This incarnation, or a later one of the process, has been in the row before: it can't be live again.</summary>
    internal sealed record Dead : JoinAnswer
    {
        internal static readonly Dead Instance = new();
    }
}

/// <summary>What comes of renewing a lease. A closed set.</summary>
internal abstract record RenewAnswer
{
    private RenewAnswer()
    {
    }

    /// <param name="Rows">All rows, in the order of the nodes' names.</param>
    internal sealed record Renewed(IReadOnlyList<NodeRow> Rows) : RenewAnswer;

    /// <summary>The incarnation is dead: its row is revoked, another's, or gone.</summary>
    internal sealed record Revoked : RenewAnswer
    {
        internal static readonly Revoked Instance = new();
    }
}
