namespace GameServer.Tests.EndToEnd.Crash;

/// <summary>A number that only grows, and can be waited for. Used from any thread.</summary>
internal sealed class Milestone
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<TaskCompletionSource, ulong> _waiting = new();
    private ulong _value;

    internal ulong Value
    {
        get
        {
            lock (_gate)
            {
                return _value;
            }
        }
    }

    internal void Advance() => Reach(null);

    /// <summary>A lower value than the present one changes nothing.</summary>
    internal void Reach(ulong value) => Reach((ulong?)value);

    internal Task ReachedAsync(ulong value)
    {
        lock (_gate)
        {
            if (_value >= value)
            {
                return Task.CompletedTask;
            }

            var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(waiting, value);
            return waiting.Task;
        }
    }

    private void Reach(ulong? value)
    {
        lock (_gate)
        {
            _value = Math.Max(_value, value ?? _value + 1);
            while (_waiting.TryPeek(out var waiting, out var wanted) && wanted <= _value)
            {
                _waiting.Dequeue();
                waiting.SetResult();
            }
        }
    }
}
