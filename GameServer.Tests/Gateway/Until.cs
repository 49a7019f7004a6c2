using System.Diagnostics;

namespace GameServer.Tests.Gateway;

/// <summary>Waits for what a socket cannot say. A timeout says what did not come.</summary>
internal static class Until
{
    internal static async Task TrueAsync(Func<bool> condition, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            (Stopwatch.GetElapsedTime(began) < GatewayHost.Patience).ShouldBeTrue($"Waited in vain until {what}.");
            await Task.Delay(5);
        }
    }
}
