using System.ComponentModel;
using System.Diagnostics;

namespace GameServer.Tests.Conditions;

/// <summary>A test that runs JavaScript of clients/js. Skipped, saying why, where Node or the packages are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    private static readonly string? Missing = FindMissing();

    public NodeFactAttribute()
    {
        Skip = Requirement.SkipFor(Missing);
    }

    private static string? FindMissing()
    {
        if (!Directory.Exists(Path.Combine(RepositoryFolder.Path, "clients", "js", "node_modules")))
        {
            return "The JavaScript packages are not installed; run `npm ci` in clients/js.";
        }

        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true })!;
            node.WaitForExit();
            return node.ExitCode == 0 ? null : "`node --version` fails.";
        }
        catch (Win32Exception)
        {
            return "Node.js is not installed: there is no `node` to start.";
        }
    }
}
