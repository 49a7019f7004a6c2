namespace GameServer.Bench.Chaos.Nodes;

/// <summary>What is wrong with the nodes, on purpose: the verdict must say so.</summary>
internal enum NodeFlaw
{
    /// <summary>They are as they ship.</summary>
    None,

    /// <summary>They acknowledge before they commit.</summary>
    EarlyAck,

    /// <summary>Whoever takes a room over forgets which commands of its members are applied.</summary>
    NoNumbers,
}
