namespace GameServer.Tests.Conditions;

/// <summary>A test that drives a real Chromium. Skipped, saying why, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        Skip = Requirement.SkipFor(Executable is null
            ? "Chromium is not installed: there is no chromium, chromium-browser or google-chrome to start."
            : null);
    }

    /// <summary>The browser to start; null when there is none.</summary>
    internal static string? Executable { get; } = Requirement.FindProgram("chromium", "chromium-browser", "google-chrome");
}
