namespace GameServer.Client;

/// <summary>What a client has counted since it began.</summary>
/// <param name="Reconnects">Sessions gone on with after a lost connection.</param>
/// <param name="SnapshotsRequested">Rooms of which the client had lost track, or whose state was in doubt.</param>
/// <param name="HashMismatches">States that differed from the room's by their hash; anything but 0 is a fault worth reporting.</param>
public readonly record struct ClientStatistics(int Reconnects, int SnapshotsRequested, int HashMismatches);
