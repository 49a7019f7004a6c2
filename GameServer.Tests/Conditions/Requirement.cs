namespace GameServer.Tests.Conditions;

/// <summary>
/// What a test needs besides .NET. Where it is missing the test is skipped, saying why; with GAMESERVER_TESTS_REQUIRE_ALL=1 nothing is
/// skipped: the test runs and fails.
/// </summary>
internal static class Requirement
{
    private static readonly bool IsAllRequired = Environment.GetEnvironmentVariable("GAMESERVER_TESTS_REQUIRE_ALL") == "1";

    /// <summary>Why to skip a test; null when nothing is missing or everything must run.</summary>
    /// <param name="missing">A sentence saying what is missing and how to get it; null when nothing is.</param>
    internal static string? SkipFor(string? missing) => IsAllRequired ? null : missing;

    /// <summary>The full path of the first of these programs that is on the search path; null when none is.</summary>
    internal static string? FindProgram(params string[] names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        var candidates = from name in names from folder in folders from ending in endings select Path.Combine(folder, name + ending);
        return candidates.FirstOrDefault(File.Exists);
    }
}
