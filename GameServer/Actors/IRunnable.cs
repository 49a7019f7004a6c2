namespace GameServer.Actors;

/// <summary>
/// A mailbox with something to do. It is handed to the scheduler once per wake and must be run once for it. As a work item of the thread
/// pool it runs itself.
/// </summary>
internal interface IRunnable : IThreadPoolWorkItem
{
    /// <summary>True when its turns are too slow for a thread that has other work to get back to.</summary>
    bool IsSlow { get; }

    /// <summary>One bounded turn. Never two at a time for one mailbox.</summary>
    void Run();

    void IThreadPoolWorkItem.Execute() => Run();
}
