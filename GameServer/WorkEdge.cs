using GameServer.Rooms;

namespace GameServer;

/// <summary>Runs rooms' I/O on the thread pool.</summary>
internal sealed class WorkEdge : IWorkEdge
{
    /// <inheritdoc />
    public void Start(Func<CancellationToken, Task<object?>> work, CancellationToken cancel, Action<object?, Exception?> done) =>
        _ = Task.Run(() => RunAsync(work, cancel, done), CancellationToken.None);

    private static async Task RunAsync(
        Func<CancellationToken, Task<object?>> work, CancellationToken cancel, Action<object?, Exception?> done)
    {
        object? value;
        try
        {
            value = await work(cancel).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever the author's work throws is handed to the author's own handler.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            done(null, failure);
            return;
        }

        done(value, null);
    }
}
