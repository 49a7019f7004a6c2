using System.Globalization;

namespace GameServer.Tests;

/// <summary>
/// How heavy the heavy tests are: their counts are multiplied by the environment variable GAMESERVER_TEST_SCALE, 1 when it is not set.
/// </summary>
internal static class TestScale
{
    private static readonly int Factor = Read(Environment.GetEnvironmentVariable("GAMESERVER_TEST_SCALE"));

    internal static int Of(int count) => checked(count * Factor);

    private static int Read(string? value) =>
        string.IsNullOrEmpty(value) ? 1
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var factor) && factor >= 1 ? factor
        : throw new FormatException($"GAMESERVER_TEST_SCALE must be a whole number from 1, not '{value}'.");
}
