namespace GameServer.Authoring;

/// <summary>One timed turn of a room.</summary>
/// <param name="Number">From 1, without gaps within an activation.</param>
/// <param name="Elapsed">Time since the last tick, as planned by the tick rate; late ticks are not made up for one by one.</param>
public readonly record struct Tick(ulong Number, TimeSpan Elapsed);
