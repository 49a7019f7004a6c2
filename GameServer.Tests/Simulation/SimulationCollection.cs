namespace GameServer.Tests.Simulation;

/// <summary>Simulations take a whole core for a minute: they run after the tests that wait for real sockets and processes.</summary>
[CollectionDefinition(nameof(SimulationCollection), DisableParallelization = true)]
public sealed class SimulationCollection;
