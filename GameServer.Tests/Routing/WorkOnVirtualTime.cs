using GameServer.Actors;

namespace GameServer.Tests.Routing;

/// <summary>Work that is done as soon as it is started, or when virtual time has come for it: always on the test's own thread.</summary>
internal sealed class WorkOnVirtualTime : IWorkEdge
{
    public void Start(Func<CancellationToken, Task<object?>> work, CancellationToken cancel, Action<object?, Exception?> done)
    {
        var task = work(cancel);
        if (task.IsCompleted)
        {
            End(task, done);
        }
        else
        {
            task.ContinueWith(
                ended => End(ended, done), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static void End(Task<object?> task, Action<object?, Exception?> done) => done(
        task.IsCompletedSuccessfully ? task.GetAwaiter().GetResult() : null,
        task.Exception?.InnerException ?? (task.IsCanceled ? new OperationCanceledException() : null));
}
