namespace GameServer.Tests.Client;

/// <summary>Waits for what must come; when it does not, the test fails with its name.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal static Task Of(Task task, string what) => Of(After(task), what);

    internal static async Task<T> Of<T>(Task<T> task, string what)
    {
        try
        {
            return await task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"There did not come: {what}.");
        }
    }

    private static async Task<bool> After(Task task)
    {
        await task;
        return true;
    }
}
