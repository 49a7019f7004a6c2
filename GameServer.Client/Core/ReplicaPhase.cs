namespace GameServer.Client.Core;

/// <summary>How a client's copy of a room stands to the room's stream of updates.</summary>
internal enum ReplicaPhase
{
    /// <summary>Not attached on this connection: frames of the room are dropped, commands wait.</summary>
    Detached,

    /// <summary>Attached; only a snapshot moves the state, and one is on its way.</summary>
    AwaitingSnapshot,

    /// <summary>Updates are applied one after another.</summary>
    Following,

    /// <summary>Updates are applied, but the state differs from the room's by its hash: a snapshot is on its way.</summary>
    Doubting,

    /// <summary>The player is no longer a member.</summary>
    Left,
}
