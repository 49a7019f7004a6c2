namespace GameServer.Bench.Load;

/// <summary>A load could not be run to its end.</summary>
internal sealed class BenchFailure(string why) : Exception(why);
