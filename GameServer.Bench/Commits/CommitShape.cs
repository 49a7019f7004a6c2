namespace GameServer.Bench.Commits;

/// <summary>Who has how much committed.</summary>
/// <param name="Rooms">Rooms.</param>
/// <param name="InFlight">Commands of each room that are under way at any time; 0: they come at given times.</param>
/// <param name="PerSecond">With 0 in flight: commands of all rooms together in a second.</param>
internal sealed record CommitShape(int Rooms, int InFlight, int PerSecond)
{
    internal string Name => InFlight > 0 ? $"{Rooms:N0} rooms, {InFlight} in flight" : $"{Rooms:N0} rooms, {PerSecond:N0} per second";
}
