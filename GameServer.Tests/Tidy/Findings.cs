namespace GameServer.Tests.Tidy;

/// <summary>What a tidy test found, one finding a line, as the failure's message.</summary>
internal static class Findings
{
    internal static void ShouldBeNone(IEnumerable<string> findings, string rule)
    {
        string[] all = [.. findings];
        Assert.True(all.Length == 0, $"{all.Length} × {rule}:\n{string.Join('\n', all)}");
    }
}
