using System.Diagnostics;
using GameServer.Tests.Conditions;

namespace GameServer.Tests.EndToEnd;

/// <summary>Clients that share no code with the project and follow docs/PROTOCOL.md: GameServer.Tests/ThirdParty.</summary>
public sealed class ThirdPartyTests
{
    [NodeFact]
    public Task A_json_client_written_by_hand_plays_and_resumes() => RunAsync("json");

    [NodeFact]
    public Task A_binary_client_of_generated_code_plays_and_resumes() => RunAsync("binary");

    private static async Task RunAsync(string form)
    {
        await using var server = await TestServer.StartAsync();
        var script = Path.Combine(RepositoryFolder.Path, "GameServer.Tests", "ThirdParty", "run.mjs");
        var start = new ProcessStartInfo("node", [script, form, server.WebSocketUrl.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var client = Process.Start(start)!;
        var output = client.StandardOutput.ReadToEndAsync();
        var errors = client.StandardError.ReadToEndAsync();
        await client.WaitForExitAsync();

        client.ExitCode.ShouldBe(0, $"{await errors}\n{await output}");
    }
}
