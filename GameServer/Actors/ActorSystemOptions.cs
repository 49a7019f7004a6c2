namespace GameServer.Actors;

/// <summary>What an actor system gets from outside: all it knows of time, threads and chance.</summary>
/// <param name="Time">The only clock, and the source of the one timer behind all timers.</param>
/// <param name="Scheduler">Who runs woken mailboxes.</param>
/// <param name="Seed">Where every actor's random source comes from. In production a fresh one for each start.</param>
/// <param name="Loggers">Where faults and dead letters are logged; nowhere when null.</param>
internal sealed record ActorSystemOptions(TimeProvider Time, IMailboxScheduler Scheduler, ulong Seed, ILoggerFactory? Loggers = null)
{
    /// <summary>Called on each actor's turn before it receives a message: what a trace is made of.</summary>
    internal Action<ActorRef, object>? OnReceive { get; init; }
}
