using GameServer.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace GameServer.Actors;

/// <summary>The actors of one node, below one topmost actor that only holds them. From any thread.</summary>
internal sealed class ActorSystem : IDisposable
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorCell _top;
    private long _refusals;

    internal ActorSystem(ActorSystemOptions options)
    {
        Options = options;
        Logger = (options.Loggers ?? NullLoggerFactory.Instance).CreateLogger("GameServer.Actors");
        DeadLetters = new DeadLetters(Logger);
        Timers = new TimerQueue(options.Time, options.Scheduler);
        _top = new ActorCell(this, null, "", 0, static () => new Top(), ActorOptions.Default);
    }

    /// <summary>What nobody received and nobody was told about.</summary>
    internal DeadLetters DeadLetters { get; }

    /// <summary>Actors that live, counted one by one.</summary>
    internal int Count => _top.CountWithChildren - 1;

    /// <summary>Messages that a full mailbox did not take.</summary>
    internal long Refusals => Interlocked.Read(ref _refusals);

    internal ActorSystemOptions Options { get; }

    internal ILogger Logger { get; }

    internal TimerQueue Timers { get; }

    /// <summary>A topmost actor. After <see cref="StopAsync"/> it is one that has already stopped.</summary>
    internal ActorRef Spawn(string name, Func<Actor> make, ActorOptions? options = null) =>
        _top.Spawn(name, make, options ?? ActorOptions.Default);

    /// <summary>Stops all actors, children before parents. False when some were still at it after the timeout.</summary>
    internal async Task<bool> StopAsync(TimeSpan timeout)
    {
        _top.RequestStop();
        var expired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var deadline = Timers.Add(timeout, () => expired.TrySetResult());
        var first = await Task.WhenAny(_ended.Task, expired.Task).ConfigureAwait(false);
        Timers.Remove(deadline);
        if (first == _ended.Task)
        {
            return true;
        }

        var left = _top.Children.InOrder();
        ActorLog.StopTimedOut(Logger, timeout.TotalMilliseconds, left.Count, left.Count == 0 ? "none" : left[0].Path);
        return false;
    }

    /// <summary>Ends the timers. For after <see cref="StopAsync"/>.</summary>
    public void Dispose() => Timers.Dispose();

    internal void CountRefusal() => Interlocked.Increment(ref _refusals);

    internal void Ended() => _ended.TrySetResult();

    private sealed class Top : Actor
    {
        protected internal override void Receive(object message) =>
            Invariant.Check(false, "nobody has the address of the topmost actor");
    }
}
