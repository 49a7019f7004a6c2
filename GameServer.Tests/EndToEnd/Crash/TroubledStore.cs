using System.Diagnostics;
using GameServer.Bench.Chaos;
using GameServer.Rooms;

namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>What a store suffers from.</summary>
internal enum Trouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It takes its time.</summary>
    Slow,

    /// <summary>It fails now and then, before anything has happened.</summary>
    Failing,

    /// <summary>It fails now and then, after all has happened.</summary>
    FailingLate,

    /// <summary>It fails always.</summary>
    Away,
}

/// <summary>A store that a test can put in trouble. Used from any thread.</summary>
internal sealed class TroubledStore(IRoomStore store, int seed) : StoreInFront(store)
{
    private const int DelayMsMax = 100;

    private readonly Random _random = new(seed);
    private volatile Trouble _trouble;
    private long _firstFailure;

    internal Trouble Trouble
    {
        get => _trouble;
        set => _trouble = value;
    }

    /// <summary>Counts what failed or came late.</summary>
    internal Milestone Troubles { get; } = new();

    /// <summary>For how many milliseconds it has been failing: from the first failure to the last.</summary>
    internal Milestone FailingMs { get; } = new();

    protected override async Task<T> PassAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            switch (_trouble)
            {
                case Trouble.None:
                    return await ask();
                case Trouble.Slow:
                    Troubles.Advance();
                    await Task.Delay(Draw(DelayMsMax));
                    return await ask();
                case Trouble.Failing:
                    return Draw(2) == 0 ? await ask() : throw Failure();
                case Trouble.FailingLate:
                    var made = await ask();
                    return Draw(2) == 0 ? made : throw Failure();
                case Trouble.Away:
                    throw Failure();
            }
        }
        catch
        {
            // Also what the real one suffers from.
            Troubles.Advance();
            Interlocked.CompareExchange(ref _firstFailure, Stopwatch.GetTimestamp(), 0);
            FailingMs.Reach((ulong)Stopwatch.GetElapsedTime(Volatile.Read(ref _firstFailure)).TotalMilliseconds);
            throw;
        }

        throw new InvalidOperationException($"{_trouble} is no trouble.");
    }

    private static IOException Failure() => new("The store is in trouble, as the test wants it.");

    private int Draw(int below)
    {
        lock (_random)
        {
            return _random.Next(below);
        }
    }
}
