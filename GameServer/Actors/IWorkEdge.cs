namespace GameServer.Actors;

/// <summary>Where an actor's I/O runs: outside all actors. The outcome comes back through the callback, on any thread.</summary>
internal interface IWorkEdge
{
    /// <summary>Starts the work. The callback is called once, with the value or the exception.</summary>
    void Start(Func<CancellationToken, Task<object?>> work, CancellationToken cancel, Action<object?, Exception?> done);
}
