using GameServer.Protocol.Identity;

namespace GameServer.Authoring;

/// <summary>Something outside the room whose outcome it waits for: the test says how it ends. Ends once.</summary>
public sealed class HarnessWork
{
    private readonly Action<HarnessWork, object?, Exception?> _end;
    private readonly Func<CancellationToken, Task<object?>>? _work;

    internal HarnessWork(
        long id, string description, Func<CancellationToken, Task<object?>>? work, Action<HarnessWork, object?, Exception?> end)
    {
        Id = id;
        Description = description;
        _work = work;
        _end = end;
    }

    /// <summary>What is waited for: "Await", "Create arena" or "Reserve room-7".</summary>
    public string Description { get; }

    internal long Id { get; }

    /// <summary>It succeeds: the room's `then` runs on a turn of its own.</summary>
    /// <param name="value">What the room expects: Await's result, Create's <see cref="RoomId"/>, Reserve's token.</param>
    public void Complete(object? value) => _end(this, value, null);

    /// <summary>It fails: the room's `failed` runs on a turn of its own.</summary>
    public void Fail(Exception error) => _end(this, null, error);

    /// <summary>Runs what the room handed to Await, for real, and ends as that does.</summary>
    /// <exception cref="InvalidOperationException">It is a Create or a Reserve: there is no other room here; complete it.</exception>
    public async Task RunAsync(CancellationToken cancel = default)
    {
        var work = _work ?? throw new InvalidOperationException($"'{Description}' needs another room; call Complete or Fail.");
        object? value;
        try
        {
            value = await work(cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            Fail(error);
            return;
        }

        Complete(value);
    }
}
