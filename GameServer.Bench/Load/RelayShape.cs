namespace GameServer.Bench.Load;

/// <summary>Who says how much to whom.</summary>
/// <param name="Rooms">Rooms.</param>
/// <param name="Members">Clients in each.</param>
/// <param name="PerSecond">Messages of each client in a second; 0: as many as come back.</param>
/// <param name="InFlight">With 0 per second: how many of a client's messages are under way at any time.</param>
/// <param name="IsCommitted">What is said is committed before anybody hears it.</param>
internal sealed record RelayShape(int Rooms, int Members, int PerSecond, int InFlight, bool IsCommitted = false);
