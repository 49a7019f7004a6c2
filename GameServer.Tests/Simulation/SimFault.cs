namespace GameServer.Tests.Simulation;

/// <summary>What goes wrong in a simulation. Each kind is counted when it has really happened.</summary>
internal enum SimFault
{
    /// <summary>A node's process is gone between two steps; the sockets' other ends hear of it.</summary>
    NodeKilled,

    /// <summary>A node's machine is gone: nobody hears of it.</summary>
    NodeLost,

    /// <summary>A node takes no step for a while.</summary>
    NodeFrozen,

    /// <summary>A link between nodes broke in the middle of a message.</summary>
    LinkCut,

    /// <summary>A link was carrying nothing in one direction for a while.</summary>
    LinkStalled,

    /// <summary>Two nodes could not reach one another for a while.</summary>
    NodesParted,

    /// <summary>Two connections of the same pair of nodes were alive at once.</summary>
    TwoLinks,

    /// <summary>A node could not reach the store for a while.</summary>
    StoreParted,

    /// <summary>A node was revoked.</summary>
    LeaseLost,

    /// <summary>A node that had been revoked came back as its next life.</summary>
    Rejoined,

    /// <summary>A node's lease had run out and was renewed.</summary>
    Thawed,

    /// <summary>A connection broke in the middle of a message from its client.</summary>
    CutFromClient,

    /// <summary>A connection broke in the middle of a message to its client.</summary>
    CutToClient,

    /// <summary>A connection was carrying nothing for a while.</summary>
    LineStalled,

    /// <summary>A connection was gone long before one of its ends heard of it.</summary>
    HalfOpen,

    /// <summary>A client stayed away for a while.</summary>
    ClientAway,

    /// <summary>A client sent a command again that it had sent.</summary>
    CommandRepeated,

    /// <summary>A copy of a client's program came with a token that was overtaken.</summary>
    StaleTab,

    /// <summary>A call of the store took long.</summary>
    StoreSlow,

    /// <summary>A call of the store failed and nothing had happened.</summary>
    StoreFailed,

    /// <summary>A call of the store failed though what was asked had happened.</summary>
    StoreAnswerLost,

    /// <summary>A call of the store failed, and what was asked happened later.</summary>
    StoreLate,

    /// <summary>The store was away for a while.</summary>
    StoreOutage,

    /// <summary>A call of a process that was gone by then came into effect.</summary>
    WriteOfTheDead,
}
