using System.Net;
using System.Text;

namespace GameServer.Tests.Admin;

/// <summary>Who gets in at the Admin API, and what is said to the others.</summary>
public sealed class AdminDoorTests
{
    [Fact]
    public async Task Without_a_token_in_the_configuration_there_is_no_such_api()
    {
        await using var server = await EndToEnd.TestServer.StartAsync();
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(server.Url, "/admin/v1/nodes"));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_viewer_may_not_act_and_a_stranger_may_not_even_look()
    {
        await using var server = await Operator.StartAsync();
        using var viewer = new Operator(server.Url, Operator.Viewer);
        using var stranger = new Operator(server.Url, "stranger-0123456789abcdef0123456789");

        (await viewer.RefusedAsync("POST", "/rooms/any/close", HttpStatusCode.Forbidden)).ShouldBe("forbidden");
        (await stranger.RefusedAsync("GET", "/nodes", HttpStatusCode.Unauthorized)).ShouldBe("unauthorized");
        (await stranger.RefusedAsync("GET", "/nothing", HttpStatusCode.Unauthorized)).ShouldBe("unauthorized");
    }

    [Fact]
    public async Task Too_many_wrong_tokens_from_one_address_have_none_looked_at_for_a_while()
    {
        await using var server = await Operator.StartAsync(new Dictionary<string, string?>
        {
            ["Admin:WrongTokensPerMinute"] = "2",
            ["Gateway:TrustedProxies:0"] = "127.0.0.1",
        });
        using var http = new HttpClient();

        (await AskAsync(http, server, "192.0.2.1", "wrong")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(http, server, "192.0.2.1", "wrong")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        var (status, retryAfter, body) = await AskAsync(http, server, "192.0.2.1", Operator.Token);

        status.ShouldBe(HttpStatusCode.TooManyRequests);
        retryAfter.ShouldNotBeNull().ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        body.ShouldContain("\"tooManyWrongTokens\"");
        (await AskAsync(http, server, "192.0.2.2", Operator.Token)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET", "/nothing", null, HttpStatusCode.NotFound, "unknownPath")]
    [InlineData("DELETE", "/rooms", null, HttpStatusCode.MethodNotAllowed, "methodNotAllowed")]
    [InlineData("GET", "/rooms?limit=0", null, HttpStatusCode.BadRequest, "invalidRequest")]
    [InlineData("GET", "/rooms?tpye=chat", null, HttpStatusCode.BadRequest, "invalidRequest")]
    [InlineData("GET", "/stored-rooms?finished=yes", null, HttpStatusCode.BadRequest, "invalidRequest")]
    [InlineData("GET", "/rooms/..nowhere", null, HttpStatusCode.NotFound, "roomNotFound")]
    [InlineData("POST", "/rooms", null, HttpStatusCode.BadRequest, "invalidRequest")]
    [InlineData("POST", "/rooms", "{", HttpStatusCode.BadRequest, "invalidRequest")]
    [InlineData("POST", "/rooms", """{"type":"told","kye":"x"}""", HttpStatusCode.BadRequest, "invalidRequest")]
    [InlineData("POST", "/rooms", """{"key":"x"}""", HttpStatusCode.BadRequest, "invalidRequest")]
    [InlineData("POST", "/rooms", """{"type":"told","properties":{"map":null}}""", HttpStatusCode.BadRequest, "invalidRequest")]
    public async Task What_cannot_be_understood_is_told_in_the_same_form(
        string method, string path, string? body, HttpStatusCode status, string code)
    {
        await using var server = await Operator.StartAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(server.Url, "/admin/v1" + path));
        request.Headers.Authorization = new("Bearer", Operator.Token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await http.SendAsync(request);

        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, text);
        text.ShouldContain($"\"code\":\"{code}\"");
        text.ShouldContain("\"message\":");
    }

    [Fact]
    public async Task A_body_larger_than_it_may_be_is_refused()
    {
        await using var server = await Operator.StartAsync();
        using var someone = new Operator(server.Url);

        var refused = await someone.RefusedAsync(
            "POST", "/rooms", HttpStatusCode.BadRequest, new { type = "told", key = new string('x', 70_000) });

        refused.ShouldBe("invalidRequest");
    }

    private static async Task<(HttpStatusCode Status, TimeSpan? RetryAfter, string Body)> AskAsync(
        HttpClient http, EndToEnd.TestServer server, string from, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/admin/v1/me"));
        request.Headers.Authorization = new("Bearer", token);
        request.Headers.Add("X-Forwarded-For", from);
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, answer.Headers.RetryAfter?.Delta, await answer.Content.ReadAsStringAsync());
    }
}
