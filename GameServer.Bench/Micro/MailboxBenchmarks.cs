using BenchmarkDotNet.Attributes;
using GameServer.Actors;

namespace GameServer.Bench.Micro;

/// <summary>What one message pays for its way through a mailbox: put, wake, turn, take. Nothing of it may allocate.</summary>
[MemoryDiagnoser]
public class MailboxBenchmarks
{
    private const int Batch = 100;
    private static readonly object Message = new();

    private readonly InlineScheduler _scheduler = new(new PatientClock());
    private ActorSystem? _system;
    private ActorRef? _last;
    private ActorRef? _middle;
    private ActorRef? _ticker;

    /// <summary>An actor that does nothing, one that passes on to it, and one that starts a timer again.</summary>
    [GlobalSetup]
    public void Spawn()
    {
        _system = new ActorSystem(new ActorSystemOptions(TimeProvider.System, _scheduler, 1));
        _last = _system.Spawn("last", static () => new Quiet());
        _middle = _system.Spawn("middle", () => new Passing(_last));
        _ticker = _system.Spawn("ticker", static () => new Ticking());
    }

    /// <summary>Ends the timers.</summary>
    [GlobalCleanup]
    public void Stop() => _system!.Dispose();

    /// <summary>One message, one turn, where it woke.</summary>
    [Benchmark(Baseline = true)]
    public void TellAndTurn() => _last!.Tell(Message);

    /// <summary>Two messages and two turns: the second is told at the end of the first.</summary>
    [Benchmark]
    public void TellThroughAnother() => _middle!.Tell(Message);

    /// <summary>A hundred messages told while held are one turn; per message.</summary>
    [Benchmark(OperationsPerInvoke = Batch)]
    public void TellWhileHeld()
    {
        _scheduler.Hold();
        for (var message = 0; message < Batch; message++)
        {
            _last!.Tell(Message);
        }

        _scheduler.Release();
    }

    /// <summary>A turn that starts a waiting timer again.</summary>
    [Benchmark]
    public void TellAndRestartTimer() => _ticker!.Tell(Message);

    /// <summary>For it no turn is slow: one that the machine interrupts must not send the rest to the thread pool.</summary>
    private sealed class PatientClock : TimeProvider
    {
        public override long TimestampFrequency => base.TimestampFrequency * 1_000_000;
    }

    private sealed class Quiet : Actor
    {
        protected internal override void Receive(object message)
        {
        }
    }

    private sealed class Passing(ActorRef to) : Actor
    {
        protected internal override void Receive(object message) => Context.Tell(to, message);
    }

    private sealed class Ticking : Actor
    {
        protected internal override void Receive(object message) => Context.StartTimer("tick", TimeSpan.FromHours(1), message);
    }
}
