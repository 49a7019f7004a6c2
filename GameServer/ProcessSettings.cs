namespace GameServer;

/// <summary>
/// What the runtime must know before it opens its first socket and starts its first pool thread. What the operator has set stays.
/// </summary>
internal static class ProcessSettings
{
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";
    private const string SpinLimit = "System.Threading.ThreadPool.UnfairSemaphoreSpinLimit";

    internal static void Apply()
    {
        // What arrives is handled by the thread that was told of it, which saves a hand-over for each message.
        if (Environment.GetEnvironmentVariable(InlineCompletions) is null)
        {
            Environment.SetEnvironmentVariable(InlineCompletions, "1");
        }

        // Pool threads that wait for work sleep: spinning costs more than all that a quiet server does.
        if (AppContext.GetData(SpinLimit) is null)
        {
            AppContext.SetData(SpinLimit, "0");
        }

        SocketThreads.Start();
    }
}
