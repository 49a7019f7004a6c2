using GameServer.Actors;
using Microsoft.Extensions.Logging;

namespace GameServer.Tests.Actors.TestKit;

/// <summary>An actor system that runs on the test's thread, on manual time, in an order made from a seed, and is recorded.</summary>
internal sealed class ActorWorld : IDisposable
{
    internal ActorWorld(ulong seed = 1, ILoggerFactory? loggers = null, ManualTime? time = null)
    {
        Time = time ?? new ManualTime();
        Scheduler = new SeededScheduler(seed);
        System = new ActorSystem(new ActorSystemOptions(Time, Scheduler, seed, loggers) { OnReceive = Trace.Record });
    }

    internal ManualTime Time { get; }

    internal SeededScheduler Scheduler { get; }

    internal Trace Trace { get; } = new();

    internal ActorSystem System { get; }

    internal ActorRef Spawn(string name, Action<ActorContext, object> onReceive, ActorOptions? options = null) =>
        System.Spawn(name, () => new ScriptedActor(onReceive), options);

    /// <summary>An actor that keeps what it is told until the test expects it.</summary>
    internal TestProbe Probe(string name = "probe") => new(this, name);

    internal void RunUntilIdle() => Scheduler.RunUntilIdle();

    /// <summary>Lets all that is waiting happen, moves the clock on, and lets happen what that brings.</summary>
    internal void Advance(TimeSpan by)
    {
        RunUntilIdle();
        Time.Advance(by);
        RunUntilIdle();
    }

    public void Dispose() => System.Dispose();
}
