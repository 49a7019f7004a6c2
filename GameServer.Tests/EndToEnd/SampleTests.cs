using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GameServer.Tests.Conditions;

namespace GameServer.Tests.EndToEnd;

/// <summary>samples/Treasure as a stranger gets it: a folder of its own, and the packages that `dotnet pack` and `npm pack` make.</summary>
public sealed class SampleTests
{
    private const string Version = "0.1.0-outside";

    private static readonly string Repository = RepositoryFolder.Path;
    private static readonly string Sample = Path.Combine(Repository, "samples", "Treasure");

    [NodeFact]
    public async Task The_sample_is_built_tested_and_played_outside_the_repository_from_packages()
    {
        using var bench = new Workbench();
        var client = await PackAsync(bench);
        var sample = bench.Copy(Sample, "Treasure");
        UsePackages(bench);

        await bench.RunAsync(sample, "dotnet", "build", "-t:Generate", $"-p:ClientPackage={client}", "-warnaserror", "-v", "q");
        foreach (var made in new[] { "page/gen/treasure_pb.ts", "wwwroot/page.js" })
        {
            (await File.ReadAllTextAsync(Path.Combine(sample, made)) == await File.ReadAllTextAsync(Path.Combine(Sample, made)))
                .ShouldBeTrue($"samples/Treasure/{made} is stale: run `dotnet build -t:Generate` in samples/Treasure and commit it.");
        }

        await bench.RunAsync(sample, "dotnet", "test", "Treasure.Tests", "-v", "q");

        using var server = bench.Start(
            sample, "dotnet", "bin/Debug/net10.0/Treasure.dll", "--urls", "http://127.0.0.1:0", "--data", bench.Full("data"));
        try
        {
            var url = await ReadyAsync(server);
            await PageIsServedAsync(url, sample);
            await DigAsync(new UriBuilder(url) { Scheme = "ws", Path = "/ws" }.Uri);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
        }
    }

    /// <summary>Makes all packages without writing into the repository; returns the npm one.</summary>
    private static async Task<string> PackAsync(Workbench bench)
    {
        // The analyzers have run when the code that is being tested was built.
        await bench.RunAsync(
            Repository, "dotnet", "pack", "GameServer.sln", "--artifacts-path", bench.Full("artifacts"), "-o", bench.Full("feed"),
            $"-p:Version={Version}", "-p:RunAnalyzers=false", "-warnaserror", "-v", "q");
        Directory.GetFiles(bench.Full("feed")).Select(Path.GetFileName).ShouldBe(
            new[] { "GameServer", "GameServer.Authoring", "GameServer.Client", "GameServer.Protocol" }
                .Select(name => $"{name}.{Version}.nupkg"),
            ignoreOrder: true);

        var js = bench.Copy(Path.Combine(Repository, "clients", "js"), "repository", "clients", "js");
        Directory.CreateSymbolicLink(Path.Combine(js, "node_modules"), Path.Combine(Repository, "clients", "js", "node_modules"));
        await bench.RunAsync(js, Requirement.FindProgram("npm") ?? "npm", "pack", "--pack-destination", bench.Folder);
        return Directory.GetFiles(bench.Folder, "*.tgz").ShouldHaveSingleItem();
    }

    /// <summary>
    /// The fresh packages come from the bench's feed into the bench's cache; all others are taken from the usual cache and sources.
    /// </summary>
    private static void UsePackages(Workbench bench)
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var usual = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(home, ".nuget", "packages");
        File.WriteAllText(bench.Full("nuget.config"), $"""
            <configuration>
              <packageSources><add key="fresh" value="{bench.Full("feed")}" /></packageSources>
              <fallbackPackageFolders><add key="usual" value="{usual}" /></fallbackPackageFolders>
            </configuration>
            """);
        bench.Set("NUGET_PACKAGES", bench.Full("packages"));
        bench.Set("GameServerVersion", Version);
    }

    private static async Task<Uri> ReadyAsync(Process server)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await server.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (Regex.Match(line, @"GameServer is ready at (http://127\.0\.0\.1:\d+)") is { Success: true } ready)
            {
                return new Uri(ready.Groups[1].Value);
            }
        }

        throw new InvalidOperationException($"The server ended: {await server.StandardError.ReadToEndAsync(patience.Token)}");
    }

    private static async Task PageIsServedAsync(Uri url, string sample)
    {
        using var http = new HttpClient { BaseAddress = url };
        (await http.GetStringAsync("/")).ShouldContain("<title>Treasure</title>");
        (await http.GetByteArrayAsync("/page.js")).ShouldBe(await File.ReadAllBytesAsync(Path.Combine(sample, "wwwroot", "page.js")));
    }

    private static async Task DigAsync(Uri address)
    {
        using var ada = await JsonPlayer.ConnectAsync(address);
        await ada.SendAsync(new JsonObject
        {
            ["join"] = new JsonObject { ["nonce"] = "n1", ["match"] = new JsonObject { ["roomType"] = "treasure" } },
            ["requestId"] = 1,
        });
        var room = (await ada.UntilAsync("attached"))["room"]!.GetValue<int>();
        var island = await ada.UntilAsync("update", update => update["snapshot"] is not null);
        var square = island["patch"]!["rows"]!["squares"]!.AsObject().First().Key;

        await ada.SendAsync(new JsonObject
        {
            ["command"] = new JsonObject
            {
                ["room"] = room,
                ["commandSeq"] = "1",
                ["payload"] = new JsonObject { ["dig"] = new JsonObject { ["square"] = int.Parse(square) } },
            },
        });

        // The answer may come before or after the update that shows the spade; the open hole comes later than both.
        var answer = await ada.UntilAsync("member", member => member["results"] is not null);
        answer["results"]![0]!["outcome"]!.GetValue<string>().ShouldBe("APPLIED");
        await ada.UntilAsync(
            "update", update => update["patch"]?["rows"]?["squares"]?[square]?["changed"]?["open"]?.GetValue<bool>() == true);
    }
}
