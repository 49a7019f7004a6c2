namespace GameServer.Bench.Chaos.Nodes;

/// <summary>What a relay does to the bytes of one direction. Any thread.</summary>
internal sealed class LinkWeather
{
    private volatile TaskCompletionSource? _hold;
    private long _delayTicks;

    /// <summary>How late everything arrives.</summary>
    internal TimeSpan Delay
    {
        get => new(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    /// <summary>From now on nothing gets through, and nobody is told.</summary>
    internal void Hold() => _hold ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void LetGo()
    {
        var hold = _hold;
        _hold = null;
        hold?.TrySetResult();
    }

    /// <summary>Done when what has just come may go on, or at the end of its connection.</summary>
    internal async Task PassAsync(CancellationToken end)
    {
        if (Delay is { Ticks: > 0 } delay)
        {
            await Task.Delay(delay, end).ConfigureAwait(false);
        }

        while (_hold is { } hold)
        {
            await hold.Task.WaitAsync(end).ConfigureAwait(false);
        }
    }
}
