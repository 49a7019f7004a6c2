using System.Net;
using GameServer.Tests.EndToEnd;

namespace GameServer.Tests;

public sealed class WebPagesTests
{
    private static readonly Dictionary<string, string?> _admin = new()
    {
        ["Admin:Tokens:0:Name"] = "olga",
        ["Admin:Tokens:0:Token"] = "viewer-0123456789abcdef0123456789",
    };

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

    [Theory]
    [InlineData("/console/", "text/html")]
    [InlineData("/console/console.js", "text/javascript")]
    [InlineData("/console/licenses.txt", "text/plain")]
    public async Task The_console_runs_its_own_files_only_and_speaks_to_its_own_server_only(string path, string type)
    {
        await using var server = await TestServer.StartAsync(_admin);
        using var http = new HttpClient();

        using var page = await http.GetAsync(new Uri(server.Url, path));

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("connect-src 'self';");
        policy.ShouldContain("frame-ancestors 'none'");
        page.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        page.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
    }

    [Fact]
    public async Task The_console_s_name_alone_leads_to_it_wherever_a_proxy_has_put_it()
    {
        await using var server = await TestServer.StartAsync(_admin);
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });

        using var page = await http.GetAsync(new Uri(server.Url, "/console"));

        page.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        page.Headers.Location!.OriginalString.ShouldBe("console/");
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/console/")]
    [InlineData("/console/console.js")]
    public async Task Where_no_token_is_configured_there_is_no_console(string path)
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient();
        using var page = await http.GetAsync(new Uri(server.Url, path));
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
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
