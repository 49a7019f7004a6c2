namespace GameServer.Actors;

/// <summary>A mailbox with something to do. It is handed to the scheduler once per wake and must be run once for it.</summary>
internal interface IRunnable
{
    /// <summary>One bounded turn. Never two at a time for one mailbox.</summary>
    void Run();
}
