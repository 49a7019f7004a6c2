namespace GameServer.Tests.Fuzzing;

/// <summary>Tests that weigh the whole process: they run when no other test does.</summary>
[CollectionDefinition(nameof(FuzzCollection), DisableParallelization = true)]
public sealed class FuzzCollection;
