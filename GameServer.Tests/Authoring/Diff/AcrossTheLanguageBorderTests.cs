using System.Diagnostics;
using GameServer.Authoring.Diff;
using GameServer.Tests.Conditions;
using GameServer.Tests.Protos;
using Google.Protobuf;

namespace GameServer.Tests.Authoring.Diff;

public sealed class AcrossTheLanguageBorderTests
{
    private const int HashEvery = 10;

    [NodeFact]
    public void JavaScript_follows_ten_thousand_patches()
    {
        var file = Path.GetTempFileName();
        try
        {
            var count = WritePatches(file, TestScale.Of(10_000));
            var (code, output, error) = Follow(file);
            code.ShouldBe(0, error);
            output.Trim().ShouldBe($"{count}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>One line per patch: the patch, and now and then the state hash after it.</summary>
    private static int WritePatches(string file, int edits)
    {
        var states = new RandomStates(seed: 77);
        var live = new Everything();
        var differ = new StateDiffer<Everything>(live);
        var count = 0;
        using var lines = new StreamWriter(file) { NewLine = "\n" };
        for (var edit = 0; edit < edits; edit++)
        {
            states.Edit(live);
            if (differ.Diff(live) is { } diff)
            {
                count++;
                differ.Advance();
                var hash = count % HashEvery == 0 ? $" {differ.Hash:x16}" : "";
                lines.WriteLine(Convert.ToHexStringLower(diff.Patch.ToByteArray()) + hash);
            }
        }

        return count;
    }

    private static (int Code, string Output, string Error) Follow(string file)
    {
        var script = Path.Combine(RepositoryFolder.Path, "clients", "js", "test", "patch", "follow-stream.mjs");
        var start = new ProcessStartInfo("node", [script, file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var node = Process.Start(start)!;
        var error = node.StandardError.ReadToEndAsync();
        var output = node.StandardOutput.ReadToEnd();
        node.WaitForExit();
        return (node.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
