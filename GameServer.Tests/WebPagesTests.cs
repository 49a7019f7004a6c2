using System.Net;
using GameServer.Tests.EndToEnd;

namespace GameServer.Tests;

public sealed class WebPagesTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/app.js")]
    public async Task The_demo_runs_its_own_files_only_and_in_no_frame(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient();

        using var page = await http.GetAsync(new Uri(server.Url, path));

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        page.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
    }

    [Fact]
    public async Task Pages_of_a_game_bring_their_own_policy()
    {
        var folder = Directory.CreateTempSubdirectory("gameserver-pages-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "index.html"), "<!doctype html>");
        await using (var server = await TestServer.StartAsync(new Dictionary<string, string?> { ["WebRoot"] = folder.FullName }))
        {
            using var http = new HttpClient();
            using var page = await http.GetAsync(server.Url);

            page.Headers.Contains("Content-Security-Policy").ShouldBeFalse();
            page.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        }

        folder.Delete(recursive: true);
    }
}
