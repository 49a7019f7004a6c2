using System.Runtime.CompilerServices;
using GameServer.Actors;

namespace GameServer;

/// <summary>Runs rooms' I/O on the thread pool.</summary>
internal sealed class WorkEdge : IWorkEdge
{
    // In its turn: the rooms that this thread wakes next would otherwise be run before it, however many they are.
    private const TaskCreationOptions Fair = TaskCreationOptions.PreferFairness | TaskCreationOptions.DenyChildAttach;

    /// <inheritdoc />
    public void Start(Func<CancellationToken, Task<object?>> work, CancellationToken cancel, Action<object?, Exception?> done) =>
        _ = Task.Factory.StartNew(
            () => RunAsync(work, cancel, done), CancellationToken.None, Fair, TaskScheduler.Default);

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
            await LeaveThread();
            done(null, failure);
            return;
        }

        await LeaveThread();
        done(value, null);
    }

    // The work may have ended on a thread of the sockets. The room's turn, which follows, does not run there.
    private static ConfiguredTaskAwaitable LeaveThread() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
}
