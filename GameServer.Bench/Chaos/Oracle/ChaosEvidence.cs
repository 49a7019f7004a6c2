namespace GameServer.Bench.Chaos.Oracle;

/// <summary>All that the oracle is given: what clients wrote down, and what was done to the cluster when.</summary>
/// <param name="Rooms">One for each client and room.</param>
/// <param name="Lines">One for each client.</param>
/// <param name="Troubles">In the order in which they began.</param>
/// <param name="SilenceMax">A gateway that is frozen for longer may lose its connections: clients hear no heartbeat.</param>
internal sealed record ChaosEvidence(
    IReadOnlyList<RoomJournal> Rooms, IReadOnlyList<LineJournal> Lines, IReadOnlyList<Trouble> Troubles, TimeSpan SilenceMax);
